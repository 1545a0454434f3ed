package org.sekimori.dataplane.command.socket;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.PolicyReply;

/** The box's answer to one request, to and from its line. */
final class Answer {
    private static final Pattern OK = Pattern.compile(CommandDescriptor.OK + " (\\d{1,18}) ([0-9a-f]{8}) ("
            + CommandDescriptor.KEPT + "|" + CommandDescriptor.UNKEPT + ")(?: ([ -~]*))?");

    private Answer() {}

    /** Does what was asked, and says how it went. */
    static String to(Command command, BoxLink box) {
        try {
            return switch (command.verb()) {
                case PUSH -> line(box.push(command.image(), command.number(1)));
                case CONFIRM -> line(box.confirm());
                case REVERT -> line(box.revert());
                case BEGIN_WHAT_IF -> done(() -> box.beginWhatIf(command.image(), command.number(1)));
                case END_WHAT_IF -> done(box::endWhatIf);
                case CAPTURE_DROPS -> done(() -> box.captureDrops(command.number(0), command.number(1)));
            };
        } catch (BoxRefusalException refused) {
            return no(refused.getMessage());
        }
    }

    private static String done(Runnable action) {
        action.run();
        return CommandDescriptor.DONE;
    }

    private static String line(PolicyReply reply) {
        String kept = reply.kept() ? CommandDescriptor.KEPT : CommandDescriptor.UNKEPT;
        return String.format(
                        "%s %d %08x %s %s",
                        CommandDescriptor.OK, reply.epoch(), reply.checksum(), kept, OneLine.clean(reply.remark()))
                .strip();
    }

    /** That nothing was done, and why. */
    static String no(String reason) {
        return CommandDescriptor.NO + " " + OneLine.clean(reason);
    }

    /**
     * What an answer to a change of policy says.
     *
     * @throws BoxRefusalException where it is a no
     */
    static PolicyReply policyReply(String line) {
        refuseIfNo(line);
        Matcher words = OK.matcher(line);
        if (!words.matches()) {
            throw new CommandFormatException("unintelligible answer '" + OneLine.clean(line) + "'");
        }
        String remark = words.group(4) == null ? "" : words.group(4);
        return new PolicyReply(
                Long.parseLong(words.group(1)),
                Integer.parseUnsignedInt(words.group(2), 16),
                words.group(3).equals(CommandDescriptor.KEPT),
                remark);
    }

    /**
     * Checks that the answer is a yes without more.
     *
     * @throws BoxRefusalException where it is a no
     */
    static void expectDone(String line) {
        refuseIfNo(line);
        if (!line.equals(CommandDescriptor.DONE)) {
            throw new CommandFormatException("unintelligible answer '" + OneLine.clean(line) + "'");
        }
    }

    private static void refuseIfNo(String line) {
        String no = CommandDescriptor.NO + " ";
        if (line.startsWith(no)) {
            throw new BoxRefusalException(OneLine.clean(line.substring(no.length())));
        }
    }
}
