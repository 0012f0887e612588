package io.github.tidewatch.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.procfs.DescriptorBudget;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A source that breaks gives way to the next; the last says that it is off, and is asked again. */
class FallbackSourceTest {
    private final BrokenSource broken = new BrokenSource();
    private final TaskCounters task = new TaskCounters("1", 1, DescriptorBudget.of(0));
    private final TaskCounters[] tasks = {task};
    private int falls;

    @Test
    void whatFailsThreeTimesGivesWayForGood() {
        BrokenSource lower = new BrokenSource();
        lower.mended = true;
        FallbackSource source = new FallbackSource(broken, () -> lower, () -> falls++);
        source.read(tasks, 1);
        assertThat(broken.reads).isEqualTo(3);
        assertThat(broken.closed).isTrue();
        assertThat(task.lastReadOk()).isTrue();
        assertThat(source.fallen()).contains("broken source failed for every thread", "in the test");
        assertThat(source.off()).isEmpty();
        broken.mended = true;
        source.read(tasks, 1);
        assertThat(broken.reads).isEqualTo(3);
        assertThat(lower.reads).isEqualTo(2);
        assertThat(falls).as("nothing is lost that the first filled").isZero();
    }

    @Test
    void aFailureThatPassesChangesNothing() {
        FallbackSource source = new FallbackSource(broken, BrokenSource::new, () -> falls++);
        broken.mendedAfter = 2;
        source.read(tasks, 1);
        assertThat(task.lastReadOk()).isTrue();
        assertThat(source.fallen()).isEmpty();
    }

    @Test
    void theLastOneSaysThatItIsOffAndIsAskedAgain() {
        FallbackSource source = new FallbackSource(broken, null, () -> falls++);
        source.read(tasks, 1);
        assertThat(source.off()).contains("in the test");
        assertThat(task.lastReadOk()).as("what a failed read left behind").isFalse();
        broken.mended = true;
        source.read(tasks, 1);
        assertThat(source.off()).isEmpty();
        assertThat(task.lastReadOk()).isTrue();
    }

    @Test
    void twoThatFailAreBothAskedAgain() {
        FallbackSource source = new FallbackSource(broken, BrokenSource::new, () -> falls++);
        source.read(tasks, 1);
        assertThat(source.off()).contains("in the test");
        assertThat(source.name()).isEqualTo("broken source");
        source.read(tasks, 1);
        assertThat(task.lastReadOk()).isFalse();
    }

    private static final class BrokenSource implements CounterSource {
        private boolean mended;
        private int mendedAfter = Integer.MAX_VALUE;
        private int reads;
        private boolean closed;

        @Override
        public String name() {
            return "broken source";
        }

        @Override
        public Set<Quantity> quantities() {
            return Set.of();
        }

        @Override
        public void read(TaskCounters[] tasks, int count) {
            if (!mended && reads++ < mendedAfter) {
                tasks[0].readOk(); // half done
                throw new IllegalStateException("in the test");
            }
            reads += mended ? 1 : 0;
            tasks[0].readOk();
        }

        @Override
        public void readRest(TaskCounters task) {}

        @Override
        public void readDelays(TaskCounters self) {}

        @Override
        public long queriesFailed() {
            return 0;
        }

        @Override
        public String failure() {
            return "";
        }

        @Override
        public long repliesLost() {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
