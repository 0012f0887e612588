package io.github.tidewatch.procfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@link DelayAccounting#now} for who asks again and again: through one descriptor and without garbage. Not safe for use
 * by several threads at once.
 */
public final class DelayAccountingFile implements Closeable {
    private final byte[] buffer = new byte[16];
    private final Path path;
    private ProcFile file;

    /** The state of a kernel that has no such file, which does not change while it runs. */
    private DelayAccounting fixed = DelayAccounting.UNKNOWN;

    /** The kernel's; not opened yet. */
    public DelayAccountingFile() {
        this(DelayAccounting.SYSCTL);
    }

    /** Another file of such content, for tests. */
    public DelayAccountingFile(Path path) {
        this.path = path;
    }

    /** The present state. */
    public DelayAccounting now() {
        if (fixed != DelayAccounting.UNKNOWN) {
            return fixed;
        }
        try {
            if (file == null) {
                file = ProcFile.open(path.toString());
            }
            return ofSysctl(buffer, file.read(buffer));
        } catch (IOException e) {
            return withoutFile();
        }
    }

    /** No such file, or no descriptor is available, or it may not be read. */
    private DelayAccounting withoutFile() {
        if (Files.notExists(path)) {
            fixed = DelayAccounting.now();
            return fixed;
        }
        return DelayAccounting.UNKNOWN;
    }

    static DelayAccounting ofSysctl(byte[] content, int length) {
        boolean oneLetter = length == 1 || (length == 2 && content[1] == '\n');
        if (oneLetter && content[0] == '1') {
            return DelayAccounting.ON;
        }
        return oneLetter && content[0] == '0' ? DelayAccounting.OFF : DelayAccounting.UNKNOWN;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
