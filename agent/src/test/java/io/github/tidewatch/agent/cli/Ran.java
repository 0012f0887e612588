package io.github.tidewatch.agent.cli;

import io.github.tidewatch.agent.RefusedOption;
import io.github.tidewatch.agent.cli.console.NativeCode;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A command line that was run in this JVM, and what it printed. */
public final class Ran {
    private final int code;
    private final String out;
    private final String err;

    private Ran(int code, String out, String err) {
        this.code = code;
        this.out = out;
        this.err = err;
    }

    /** Runs it on a screen of 100 columns that is no terminal. */
    public static Ran tidewatch(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(out, out, arguments);
    }

    /** The same, where stdout is a file on a full disk. */
    public static Ran onFullDisk(String... arguments) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int oneByte) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        return run(full, new ByteArrayOutputStream(), arguments);
    }

    private static Ran run(OutputStream out, ByteArrayOutputStream kept, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(
                Screen.of(out, err, 100), Path.of("tidewatch.jar"), new HostCode(), null, RefusedOption::first);
        int code = new Cli(session, "1.2.3").run(arguments);
        return new Ran(code, kept.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public int code() {
        return code;
    }

    public String out() {
        return out;
    }

    public String err() {
        return err;
    }

    /** Of this JVM, which has no module of its own for it. */
    private static final class HostCode implements NativeCode {
        @Override
        public Optional<SystemCalls> calls() {
            return Optional.of(HostSystemCalls.get());
        }

        @Override
        public String problem() {
            return "";
        }
    }

    @Override
    public String toString() {
        return "exit code " + code + "\n--- stdout\n" + out + "--- stderr\n" + err;
    }
}
