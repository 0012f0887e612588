package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.IMCThreadGroup;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Which thread each record gets as its event thread. */
class ThreadJoinTest {
    private static final List<ValueField> FIELDS = List.of(
            new ValueField(JfrAttributes.START_TIME),
            new ValueField(JfrAttributes.DURATION),
            new ValueField(JfrAttributes.EVENT_THREAD),
            new ValueField("sampledThread", "", "", UnitLookup.THREAD),
            new ValueField("threadName", "", "", UnitLookup.PLAIN_TEXT),
            new ValueField("osThreadId", "", "", UnitLookup.RAW_NUMBER),
            new ValueField("lifetime", "", "", UnitLookup.TIMESPAN));

    private final KnownThreads known = new KnownThreads();
    private final ThreadJoin join = new ThreadJoin(known);
    private final ThreadFields fields = ThreadFields.in(FIELDS);
    private final List<Object[]> handedOn = new ArrayList<>();
    private final List<Boolean> areJava = new ArrayList<>();

    @Test
    void aRecordThatHasLostItsThreadIsOfTheOneThatItsTidHad() {
        IMCThread worker = new FakeThread(7, 31L, "worker");
        // The last second, in another chunk, which may be read first.
        record(2, 7, null, "worker");
        record(0, 7, worker, "worker");
        record(1, 7, worker, "worker");
        assertThat(threads()).containsOnly(worker).hasSize(3);
    }

    @Test
    void aThreadOfTheJvmIsTheOneThatJfrHasOfItsTid() {
        IMCThread compiler = new FakeThread(8, null, "C2 CompilerThread0");
        known.add(compiler);
        record(0, 8, null, "C2 CompilerThre");
        assertThat(threads()).containsExactly(compiler);
    }

    @Test
    void aCompilerIsNoJavaThreadThoughJfrGivesItAJavaId() {
        IMCThread compiler = new FakeThread(8, 7L, "C2 CompilerThread0", "system");
        known.add(compiler);
        record(0, 8, null, "C2 CompilerThre");
        assertThat(threads()).containsExactly(compiler);
        assertThat(areJava).containsExactly(false);
    }

    @Test
    void aRecordThatHasLostItsThreadIsOfAJavaThreadIfAnotherHasIt() {
        record(0, 7, null, "worker");
        record(1, 7, new FakeThread(7, 31L, "worker"), "worker");
        join.handOn();
        assertThat(areJava).containsExactly(true, true);
    }

    @Test
    void aTidThatIsGivenAgainIsAnotherThread() {
        IMCThread first = new FakeThread(9, 31L, "first");
        record(0, 9, first, "first");
        record(10, 9, null, "second");
        assertThat(threads()).first().isSameAs(first);
        assertThat(threads()).last().isInstanceOf(OsThread.class).hasToString("second");
    }

    @Test
    void anEndLiesBetweenTwoThreadsOfOneName() {
        IMCThread first = new FakeThread(9, 31L, "worker");
        record(0, 9, first, "worker");
        end(1, 9, first, "worker");
        record(3, 9, null, "worker");
        assertThat(threads()).hasSize(3).last().isInstanceOf(OsThread.class);
        assertThat(threads().subList(0, 2)).containsOnly(first);
    }

    @Test
    void aNativeThreadIsOneThreadWhateverJfrKnows() {
        record(0, 10, null, "native");
        record(1, 10, null, "renamed");
        assertThat(threads()).hasSize(2);
        assertThat(threads().get(0)).isSameAs(threads().get(1)).hasToString("renamed");
    }

    /** Of two JVMs that are read together, in pid namespaces of their own. */
    @Test
    void anEndIsOfTheThreadWithItsJavaIdOnly() {
        IMCThread one = new FakeThread(11, 1L, "one");
        IMCThread other = new FakeThread(11, 2L, "other");
        record(0, 11, one, "one");
        record(1, 11, other, "other");
        add(2, 0, 11, one, "one", UnitLookup.SECOND.quantity(2));
        record(3, 11, other, "other");
        assertThat(threads()).hasSize(4).filteredOn(thread -> thread == other).hasSize(2);
    }

    @Test
    void eachThreadHasAConsumerOfItsOwn() {
        List<String> all = new ArrayList<>();
        Supplier<ThreadJoin.Next> consumers = () -> new ThreadJoin.Next() {
            private final List<Object> own = new ArrayList<>();

            @Override
            public void accept(Object[] values, long begin, long end, boolean isJava) {
                own.add(values[4]);
            }

            @Override
            public void end() {
                all.add(own.toString());
            }
        };
        // Of two chunks.
        for (long chunk = 0; chunk < 2; chunk++) {
            ThreadJoin.Records records = join.records(fields, false, null, consumers);
            records.add(values(chunk, 1, 12, null, "one", null));
            records.add(values(chunk, 1, 13, null, "other", null));
        }
        join.handOn();
        assertThat(all).containsExactly("[one, one]", "[other, other]");
    }

    private void record(long second, long tid, IMCThread thread, String name) {
        add(second, 1, tid, thread, name, null);
    }

    /** After a life of a second. */
    private void end(long second, long tid, IMCThread thread, String name) {
        add(second, 0, tid, thread, name, UnitLookup.SECOND.quantity(1));
    }

    private void add(long second, long seconds, long tid, IMCThread thread, String name, IQuantity lifetime) {
        Object[] values = values(second, seconds, tid, thread, name, lifetime);
        join.records(fields, lifetime != null, null, () -> (own, begin, end, isJava) -> {
                    handedOn.add(own);
                    areJava.add(isJava);
                })
                .add(values);
    }

    private static Object[] values(
            long second, long seconds, long tid, IMCThread thread, String name, IQuantity lifetime) {
        return new Object[] {
            UnitLookup.EPOCH_S.quantity(second), UnitLookup.SECOND.quantity(seconds), null, thread, name, tid, lifetime
        };
    }

    /** In the order of their begin. */
    private List<Object> threads() {
        join.handOn();
        return handedOn.stream().map(values -> values[2]).toList();
    }

    /** As JMC's own, equal by tid. */
    public static final class FakeThread implements IMCThread {
        public final Object osThreadId;
        private final Long javaId;
        private final String name;
        private final IMCThreadGroup group;

        FakeThread(long osThreadId, Long javaId, String name) {
            this(osThreadId, javaId, name, null);
        }

        FakeThread(long osThreadId, Long javaId, String name, String group) {
            this.osThreadId = osThreadId;
            this.javaId = javaId;
            this.name = name;
            this.group = group == null ? null : new FakeGroup(group);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FakeThread thread && thread.osThreadId.equals(osThreadId);
        }

        @Override
        public int hashCode() {
            return osThreadId.hashCode();
        }

        @Override
        public Long getThreadId() {
            return javaId;
        }

        @Override
        public String getThreadName() {
            return name;
        }

        @Override
        public IMCThreadGroup getThreadGroup() {
            return group;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private record FakeGroup(String name) implements IMCThreadGroup {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public IMCThreadGroup getParent() {
            return null;
        }
    }
}
