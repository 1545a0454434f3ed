package org.sekimori.control.replay;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.sekimori.control.cli.SekimoriCommand;

/** One command line, run in this process, and what it said. */
public record CommandRun(int status, String out, String err) {
    public static CommandRun of(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                SekimoriCommand.execute(new PrintWriter(out), new PrintWriter(err), arguments.toArray(new String[0]));
        return new CommandRun(status, out.toString(), err.toString());
    }

    public static CommandRun of(String... arguments) {
        return of(List.of(arguments));
    }
}
