package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.metrics.ThreadGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;

/**
 * What {@code tidewatch.VirtualThreadGroup} says: where the time of virtual threads went that have ended, in sum by name, of a bounded
 * number of names. For one thread at a time.
 */
public final class EndedVirtualThreads {
    private static final int MOST_GROUPS = 1000;

    /** 30 years of each of as many threads as there can be: more is no time. */
    private static final long MOST = Long.MAX_VALUE / 10;

    private final Map<String, Times> groups = new TreeMap<>();
    private final Times all = new Times("");

    /** Takes an event; answers whether it makes sense. */
    public boolean add(RecordedEvent event) {
        return add(event.getString("threadGroup"), new long[] {
            event.getLong("threads"),
            event.getLong("lifetime"),
            event.getLong("mountedTime"),
            event.getLong("carrierDelay"),
            event.getLong("parkedTime"),
            event.getLong("pinnedTime"),
            event.getLong("mounts")
        });
    }

    /** Takes a record with these values in the order of {@link Times}; answers whether it makes sense. */
    boolean add(String group, long[] values) {
        if (group == null) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] > MOST - all.values[i]) {
                return false;
            }
        }
        boolean isNew = !groups.containsKey(group) && groups.size() >= MOST_GROUPS;
        groups.computeIfAbsent(isNew ? ThreadGroups.OTHERS : group, Times::new).add(values);
        all.add(values);
        return true;
    }

    /** All of them. */
    public Times all() {
        return all;
    }

    /** By name, those first that waited longest for a carrier. */
    public List<Times> groups() {
        List<Times> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingLong((Times group) -> -group.carrierDelay()));
        return sorted;
    }

    /** Where the time of some virtual threads went, in nanoseconds. */
    public static final class Times {
        private final String name;
        private final long[] values = new long[7];

        Times(String name) {
            this.name = name;
        }

        private void add(long[] more) {
            for (int i = 0; i < more.length; i++) {
                values[i] += more[i];
            }
        }

        /** Their name, with a star for the number at its end. */
        public String name() {
            return name;
        }

        /** How many have ended. */
        public long threads() {
            return values[0];
        }

        /** From the start of each to its end. */
        public long lifetime() {
            return values[1];
        }

        /** On a carrier. */
        public long mounted() {
            return values[2];
        }

        /** Waiting for a carrier. */
        public long carrierDelay() {
            return values[3];
        }

        /** Waiting without a carrier. */
        public long parked() {
            return values[4];
        }

        /** Of {@link #mounted}: parked together with the carrier. */
        public long pinned() {
            return values[5];
        }

        /** How often they were mounted. */
        public long mounts() {
            return values[6];
        }
    }
}
