package io.github.tidewatch.live;

import java.util.function.Consumer;

/** The sums of one group of threads: a series for each slot of which something is known. One thread adds. */
final class GroupSums {
    private final String group;
    private final Series[] series = new Series[Slot.COUNT];
    private Consumer<Series> published;
    private Slot usualWait = Slot.UNKNOWN_WAIT;
    private long recorded;

    /** Without series that anybody sees, until it is {@linkplain #publish published}. */
    GroupSums(String group) {
        this.group = group;
    }

    String group() {
        return group;
    }

    /** How much time is recorded of its threads, in nanoseconds. */
    long recorded() {
        return recorded;
    }

    /** What kind of wait its last record had. */
    Slot usualWait() {
        return usualWait;
    }

    void setUsualWait(Slot wait) {
        usualWait = wait;
    }

    void addRecorded(long nanos) {
        recorded += nanos;
        add(Slot.RECORDED, nanos);
    }

    /** Adds nanoseconds of what is known, be it 0. */
    void add(Slot slot, long nanos) {
        Series one = series[slot.index()];
        if (one == null) {
            one = new Series(slot.metric(), group, slot.value());
            one.add(nanos);
            series[slot.index()] = one;
            if (published != null) {
                published.accept(one);
            }
        } else {
            one.add(nanos);
        }
    }

    /** Gives this consumer all series that there are and will be. */
    void publish(Consumer<Series> to) {
        published = to;
        for (Series one : series) {
            if (one != null) {
                to.accept(one);
            }
        }
    }

    /** Adds all that another has. */
    void add(GroupSums other) {
        recorded += other.recorded;
        for (int i = 0; i < Slot.COUNT; i++) {
            if (other.series[i] != null) {
                add(Slot.at(i), other.series[i].nanos());
            }
        }
    }
}
