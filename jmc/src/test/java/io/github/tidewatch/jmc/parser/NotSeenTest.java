package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.jmc.testing.TestEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;

class NotSeenTest {
    @TempDir
    Path directory;

    @Name("tidewatch.Status")
    @Category("Linux Kernel")
    @StackTrace(false)
    static final class Status extends Event {
        @Label("Missing")
        String missing;

        @Label("Unreliable")
        String unreliable;

        static void commit(String missing, String unreliable) {
            Status status = new Status();
            status.missing = missing;
            status.unreliable = unreliable;
            status.commit();
        }
    }

    @Test
    void eachMissingThingIsARowHoweverOftenItIsSaid() throws Exception {
        IItemCollection events = TestEvents.record(directory, () -> {
            Status.commit("blockIoDelay: delay accounting is off; remedy: sysctl\nirqDelay: an old kernel", "");
            Status.commit("blockIoDelay: delay accounting is off; remedy: sysctl", "A sentence without a subject.");
        });
        assertThat(rows(events))
                .containsExactly(
                        "Missing | blockIoDelay | delay accounting is off; remedy: sysctl",
                        "Missing | irqDelay | an old kernel",
                        "Unreliable |  | A sentence without a subject.");
    }

    @Test
    void whatIsMissingIsNamedHoweverManyFieldsItAre() throws Exception {
        String fields = "cpuSome cpuFull ioSome ioFull memorySome memoryFull hostCpuSome hostCpuFull";
        IItemCollection events =
                TestEvents.record(directory, () -> Status.commit(fields + ": no pressure; remedy: psi=1", ""));
        assertThat(rows(events)).containsExactly("Missing | " + fields + " | no pressure; remedy: psi=1");
    }

    @Test
    void whereNothingIsMissingThereIsNoRow() throws Exception {
        assertThat(rows(TestEvents.record(directory, () -> Status.commit("", "\n"))))
                .isEmpty();
    }

    private static List<String> rows(IItemCollection events) {
        List<String> rows = new ArrayList<>();
        for (IItemIterable some : events) {
            if (some.getType().getIdentifier().equals(NotSeen.TYPE)) {
                Map<IAccessorKey<?>, ?> keys = some.getType().getAccessorKeys();
                for (IItem item : some) {
                    List<String> cells = new ArrayList<>();
                    for (String field : List.of("kind", "what", "why")) {
                        keys.keySet().stream()
                                .filter(key -> key.getIdentifier().equals(field))
                                .forEach(key -> {
                                    IMemberAccessor<?, IItem> accessor =
                                            some.getType().getAccessor(key);
                                    cells.add(String.valueOf(accessor.getMember(item)));
                                });
                    }
                    rows.add(String.join(" | ", cells));
                }
            }
        }
        return rows;
    }
}
