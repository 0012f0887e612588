package io.github.tidewatch.cgroup;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the CPU quotas of groups were used up: {@code nr_throttled} in the {@code cpu.stat} of a process' own group and
 * of its visible ancestors, as they were at the time of opening. Reading makes no objects. Not safe for use by several
 * threads at once.
 */
public final class CpuThrottling implements Closeable {
    private static final byte[] KEY = {'n', 'r', '_', 't', 'h', 'r', 'o', 't', 't', 'l', 'e', 'd', ' '};

    private final List<ProcFile> files;
    private final ProcBuffer buffer = new ProcBuffer(1024);
    private long last;

    private CpuThrottling(List<ProcFile> files) {
        this.files = files;
    }

    /** Opens the files of these groups; groups that have none, or that may not be read, say nothing. */
    public static CpuThrottling of(ControllerGroups cpu) {
        List<ProcFile> files = new ArrayList<>();
        cpu.visible().forEach(group -> open(group).ifPresent(files::add));
        return new CpuThrottling(files);
    }

    private static Optional<ProcFile> open(Cgroup group) {
        try {
            return Optional.of(ProcFile.open(group.file("cpu.stat").toString()));
        } catch (IOException e) {
            return Optional.empty(); // no descriptor, no right, or a group without the controller
        }
    }

    /** Whether a group was throttled since the last call; false if that is not known. */
    public boolean wasThrottled() {
        long sum = 0;
        for (int i = 0; i < files.size(); i++) {
            sum += throttled(files.get(i));
        }
        boolean changed = sum != last;
        last = sum;
        return changed;
    }

    private long throttled(ProcFile file) {
        try {
            file.read(buffer);
            return throttled(buffer.bytes(), buffer.length());
        } catch (IOException e) {
            return 0; // the group is gone
        }
    }

    /** The value of {@code nr_throttled}; 0 if there is none, as without the controller. */
    static long throttled(byte[] content, int length) {
        for (int at = 0; at + KEY.length < length; at++) {
            int matched = 0;
            while (matched < KEY.length && content[at + matched] == KEY[matched]) {
                matched++;
            }
            if (matched == KEY.length) {
                return number(content, at + matched, length);
            }
        }
        return 0;
    }

    private static long number(byte[] content, int from, int length) {
        long value = 0;
        for (int at = from; at < length && content[at] >= '0' && content[at] <= '9'; at++) {
            value = value * 10 + (content[at] - '0');
        }
        return value;
    }

    @Override
    public void close() {
        files.forEach(ProcFile::close);
    }
}
