package io.github.tidewatch.agent.cli.console;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An output that remembers the first failure, and after it takes nothing more: what would come then has a hole before it.
 * Safe for use by several threads.
 */
final class Stdout extends OutputStream {
    private final OutputStream out;
    private volatile IOException failure;

    Stdout(OutputStream out) {
        this.out = out;
    }

    /** Null if all could be written. */
    IOException failure() {
        return failure;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        check();
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        check();
        try {
            out.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void check() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }
}
