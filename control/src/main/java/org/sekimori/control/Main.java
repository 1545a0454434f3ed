package org.sekimori.control;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.sekimori.control.cli.SekimoriCommand;
import org.sekimori.control.log.JournalOutput;

/** Where the program starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintStream standardError = JournalOutput.standardError(System.getenv());
        System.setErr(standardError);
        PrintWriter err = new PrintWriter(standardError, true, StandardCharsets.UTF_8);
        int status = SekimoriCommand.execute(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }
}
