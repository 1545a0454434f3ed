package org.sekimori.control.events;

import com.cloudbees.syslog.Facility;
import com.cloudbees.syslog.MessageFormat;
import com.cloudbees.syslog.SDElement;
import com.cloudbees.syslog.SyslogMessage;
import com.cloudbees.syslog.sender.AbstractSyslogMessageSender;
import com.cloudbees.syslog.sender.TcpSyslogMessageSender;
import com.cloudbees.syslog.sender.UdpSyslogMessageSender;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends each event as one syslog message (RFC 5424): a sentence for people, and all fields as structured data. Over TCP
 * and TLS messages are framed by octet counts.
 */
final class SyslogWriter implements EventWriter {
    /** The number that RFC 5612 keeps for documentation: this project has none of its own. */
    static final String STRUCTURED_DATA_ID = "sekimori@32473";

    private static final String APPLICATION = "sekimori";
    private static final Facility FACILITY = Facility.LOCAL0;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final SyslogOptions options;
    private final String processId = Long.toString(ProcessHandle.current().pid());
    /** Null after a failure: the next write resolves the name, reads the trusted certificates and connects anew. */
    private volatile AbstractSyslogMessageSender sender;

    SyslogWriter(SyslogOptions options) {
        this.options = options;
        sender = sender();
    }

    private AbstractSyslogMessageSender sender() {
        AbstractSyslogMessageSender made =
                options.target().transport() == SyslogTarget.Transport.UDP ? datagrams() : stream();
        made.setSyslogServerHostname(options.target().host());
        made.setSyslogServerPort(options.target().port());
        return made;
    }

    private static UdpSyslogMessageSender datagrams() {
        UdpSyslogMessageSender udp = new UdpSyslogMessageSender();
        udp.setMessageFormat(MessageFormat.RFC_5424);
        return udp;
    }

    private TcpSyslogMessageSender stream() {
        TcpSyslogMessageSender tcp = new TcpSyslogMessageSender();
        tcp.setMessageFormat(MessageFormat.RFC_5425);
        tcp.setPostfix("");
        tcp.setMaxRetryCount(0);
        tcp.setSocketConnectTimeoutInMillis(CONNECT_TIMEOUT_MS);
        if (options.target().transport() == SyslogTarget.Transport.TLS) {
            tcp.setSsl(true);
            tcp.setSSLContext(SyslogTls.context(options.trustFile()));
        }
        return tcp;
    }

    @Override
    public String target() {
        return "syslog " + options.target();
    }

    @Override
    public void write(Event event) throws IOException {
        try {
            if (sender == null) {
                sender = sender();
            }
            sender.sendMessage(message(event));
        } catch (RuntimeException | IOException problem) {
            reopen();
            throw new IOException(words(problem), problem);
        }
    }

    @Override
    public void reopen() {
        abort();
        sender = null;
    }

    /** The library wraps what the system says. */
    private static String words(Exception problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private SyslogMessage message(Event event) {
        SDElement data = new SDElement(STRUCTURED_DATA_ID);
        for (Map.Entry<EventField, Object> field : event.fields().entrySet()) {
            data.addSDParam(field.getKey().word(), field.getValue().toString());
        }
        SyslogMessage message = new SyslogMessage()
                .withFacility(FACILITY)
                .withSeverity(event.kind().severity())
                .withTimestamp(TimeUnit.NANOSECONDS.toMillis(event.timeEpochNs()))
                .withHostname(options.hostName())
                .withAppName(APPLICATION)
                .withMsgId(event.kind().word())
                .withSDElement(data)
                .withMsg(EventText.sentence(event.fields()));
        message.setProcId(processId);
        return message;
    }

    /** A receiver that takes nothing is left; the next write connects anew. */
    @Override
    public void abort() {
        try {
            close();
        } catch (IOException leftAnyway) {
            // The socket is gone either way.
        }
    }

    @Override
    public void close() throws IOException {
        try {
            AbstractSyslogMessageSender open = sender;
            if (open != null) {
                ((Closeable) open).close();
            }
        } catch (NullPointerException neverConnected) {
            // The library closes the socket it has not opened yet.
        }
    }
}
