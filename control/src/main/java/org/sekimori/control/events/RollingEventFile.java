package org.sekimori.control.events;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TriggeringPolicyBase;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.sekimori.dataplane.command.OwnFolder;

/**
 * A file with one event a line that begins anew when it is full, the full ones kept as {@code NAME.1} (the youngest) to
 * {@code NAME.N}; logback does the writing and turning. Logback reports what goes wrong to listeners and keeps silent
 * otherwise, so this listens and throws; the file is then opened anew, and a line that was cut off is taken away. A file that
 * was moved or removed by somebody else, such as logrotate(8), is made anew at the next look or event.
 */
final class RollingEventFile implements EventWriter {
    private final Path file;
    private final EventFileOptions options;
    private RollingFileAppender<Event> appender;
    /** Device and inode of the file that is written. */
    private Object openedKey;
    /** Whether logback has begun another file. */
    private boolean isTurned;
    /** What logback said went wrong; written and read by the thread that writes. */
    private String problem;

    RollingEventFile(Path file, EventFileOptions options) {
        this.file = file;
        this.options = options;
    }

    @Override
    public String target() {
        return file.toString();
    }

    @Override
    public void write(Event event) throws IOException {
        look();
        if (appender == null) {
            open();
        }
        isTurned = false;
        appender.doAppend(event);
        if (isTurned) {
            openedKey = key();
        }
        if (problem != null) {
            String words = problem;
            close();
            throw new IOException(words);
        }
    }

    /** Opens the file anew where it isn't the one that is written any more. */
    @Override
    public void look() throws IOException {
        if (appender != null && !Objects.equals(key(), openedKey)) {
            close();
            open();
        }
    }

    @Override
    public void reopen() throws IOException {
        if (appender != null) {
            close();
            open();
        }
    }

    /** Null where there is no such file. */
    private Object key() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private void open() throws IOException {
        OwnFolder.make(file.toAbsolutePath().getParent());
        cutOffHalfLine();
        ContextBase context = new ContextBase();
        context.getStatusManager().add(new ProblemListener());
        problem = null;
        appender = new PrivateAppender();
        appender.setContext(context);
        appender.setName("events");
        appender.setFile(file.toString());
        appender.setEncoder(new LineEncoder());
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(file + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(options.keptFiles());
        window.start();
        appender.setRollingPolicy(window);
        Full full = new Full(options.fileBytes());
        full.start();
        appender.setTriggeringPolicy(full);
        appender.start();
        if (problem != null || !appender.isStarted()) {
            String words = problem == null ? "can't be opened" : problem;
            close();
            throw new IOException(words);
        }
        openedKey = key();
    }

    /** A line that was cut short by a full disk or a crash would spoil the one behind it. */
    private void cutOffHalfLine() throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long end = channel.size();
            while (end > 0 && (channel.read(last.clear(), end - 1) != 1 || last.get(0) != '\n')) {
                end--;
            }
            channel.truncate(end);
        }
    }

    @Override
    public void close() {
        if (appender != null) {
            appender.stop();
            appender = null;
        }
    }

    /** Remembers the first thing that went wrong. */
    private final class ProblemListener implements StatusListener {
        @Override
        public void addStatusEvent(Status status) {
            if (status.getEffectiveLevel() >= Status.ERROR && problem == null) {
                Throwable cause = status.getThrowable();
                problem = cause == null || cause.getMessage() == null ? status.getMessage() : cause.getMessage();
            }
        }
    }

    /** Makes each new file for the group's eyes only, whatever the umask of the process. */
    private static final class PrivateAppender extends RollingFileAppender<Event> {
        @Override
        public void openFile(String name) throws IOException {
            super.openFile(name);
            Path opened = Path.of(name);
            if (Files.size(opened) == 0) {
                Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rw-r-----"));
            }
        }
    }

    private static byte[] bytes(Event event) {
        return (event.json() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** An event's line as bytes. */
    private static final class LineEncoder extends EncoderBase<Event> {
        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] encode(Event event) {
            return bytes(event);
        }

        @Override
        public byte[] footerBytes() {
            return new byte[0];
        }
    }

    /** Logback's own trigger looks at the size now and then; the bound is to hold for every line. */
    private final class Full extends TriggeringPolicyBase<Event> {
        private final long fileBytes;

        Full(long fileBytes) {
            this.fileBytes = fileBytes;
        }

        @Override
        public boolean isTriggeringEvent(File active, Event event) {
            long length = active.length();
            isTurned |= length > 0 && length + bytes(event).length > fileBytes;
            return isTurned;
        }
    }
}
