package io.github.tidewatch.cgroup;

import io.github.tidewatch.procfs.KeyedValues;
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
    private static final byte[] KEY = KeyedValues.key("nr_throttled");

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
            return Optional.of(ProcFile.openShared(group.file("cpu.stat").toString()));
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
            return Math.max(0, KeyedValues.find(buffer.bytes(), buffer.length(), KEY));
        } catch (IOException e) {
            return 0; // the group is gone
        }
    }

    @Override
    public void close() {
        files.forEach(ProcFile::close);
    }
}
