package io.github.tidewatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which records of one tid are of one thread, when all are known. */
class ThreadsOfTidTest {
    private static final long SECOND = 1_000_000_000;

    private final List<Reported> records = new ArrayList<>();
    private final List<Reported> lives = new ArrayList<>();

    @Test
    void recordsComeInAnyOrder() {
        record("late", 0, "worker", 5, 6);
        record("early", 31, "worker", 0, 1);
        record("middle", 31, "worker", 1, 5);
        assertThat(divided()).containsExactly(List.of("early", "middle", "late"));
    }

    @Test
    void aTidThatIsGivenAgainIsAnotherThread() {
        record("old", 31, "worker", 0, 1);
        record("new", 32, "worker", 1, 2);
        assertThat(divided()).containsExactly(List.of("old"), List.of("new"));
    }

    @Test
    void aThreadIsRenamedAsLongAsItsRecordsMeet() {
        record("before", 0, "a", 0, 1);
        record("after", 0, "b", 1, 2);
        record("another", 0, "c", 9, 10);
        assertThat(divided()).containsExactly(List.of("before", "after"), List.of("another"));
    }

    @Test
    void anEndLiesBetweenTwoThreadsOfOneName() {
        record("first", 0, "worker", 0, 1);
        life("its end", "worker", 0, 1);
        record("second", 0, "worker", 3, 4);
        assertThat(divided()).containsExactly(List.of("first", "its end"), List.of("second"));
    }

    @Test
    void aLifeWithoutRecordsIsAThread() {
        record("other", 0, "worker", 9, 10);
        life("short", "brief", 0, 1);
        assertThat(divided()).containsExactly(List.of("short"), List.of("other"));
    }

    private void record(String id, long javaId, String name, long begin, long end) {
        records.add(new Reported(id, javaId, name, begin * SECOND, end * SECOND));
    }

    private void life(String id, String name, long begin, long end) {
        lives.add(new Reported(id, 0, name, begin * SECOND, end * SECOND));
    }

    private List<List<String>> divided() {
        List<List<String>> threads = new ArrayList<>();
        for (ThreadsOfTid.Owner<Reported> owner : ThreadsOfTid.divide(7, records, lives)) {
            assertThat(owner.identity().tid()).isEqualTo(7);
            List<String> ids = new ArrayList<>();
            owner.records().forEach(record -> ids.add(record.id));
            threads.add(ids);
        }
        return threads;
    }

    private static final class Reported implements ThreadsOfTid.Record {
        private final String id;
        private final long javaId;
        private final String name;
        private final long begin;
        private final long end;

        Reported(String id, long javaId, String name, long begin, long end) {
            this.id = id;
            this.javaId = javaId;
            this.name = name;
            this.begin = begin;
            this.end = end;
        }

        @Override
        public long javaId() {
            return javaId;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long begin() {
            return begin;
        }

        @Override
        public long end() {
            return end;
        }
    }
}
