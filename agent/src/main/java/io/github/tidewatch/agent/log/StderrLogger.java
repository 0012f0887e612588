package io.github.tidewatch.agent.log;

import io.github.tidewatch.text.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Prints {@code [tidewatch] LEVEL message} lines. Of a throwable, the stack trace only where debug is asked for. */
final class StderrLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    // Not System.err: the application may have put its own logging there.
    private static final PrintStream STDERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true);

    private static volatile int threshold = Level.WARN.toInt();

    StderrLogger(String name) {
        this.name = name;
    }

    /** The least level that any of these prints, as {@link Level#toInt()} numbers them. */
    static void setThreshold(int level) {
        threshold = level;
    }

    private static boolean prints(Level level) {
        return level.toInt() >= threshold;
    }

    @Override
    public boolean isTraceEnabled() {
        return prints(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return prints(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return prints(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return prints(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return prints(Level.ERROR);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String messagePattern, Object[] arguments, Throwable throwable) {
        StringBuilder line = new StringBuilder("[tidewatch] ").append(level).append(' ');
        line.append(MessageFormatter.basicArrayFormat(messagePattern, arguments));
        if (throwable != null) {
            line.append(": ").append(throwable);
        }
        // In one write each, so that lines of several threads do not mix.
        STDERR.print(PrintableText.of(line.toString()) + '\n');
        STDERR.flush();
        if (throwable != null && isDebugEnabled()) {
            StringWriter trace = new StringWriter();
            throwable.printStackTrace(new PrintWriter(trace, true));
            STDERR.print(PrintableText.lines(trace.toString()));
            STDERR.flush();
        }
    }
}
