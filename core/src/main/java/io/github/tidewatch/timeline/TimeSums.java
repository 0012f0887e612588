package io.github.tidewatch.timeline;

import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Sums for stretches of one length, which doubles where these would be too many. Times are nanoseconds since 1970. For one
 * thread at a time.
 *
 * @param <T> a sum, to which another can be added
 */
final class TimeSums<T> {
    private static final int MOST = 256;

    /** Takes what was so in a part of a stretch. */
    interface Part<T> {
        void add(T sum, long length);
    }

    private final Supplier<T> none;
    private final BiConsumer<T, T> adder;
    private final TreeMap<Long, T> byTime = new TreeMap<>();
    private long width = 1_000_000_000;

    /**
     * No sums yet.
     *
     * @param none makes a sum of nothing
     * @param adder adds to its first what its second has
     */
    TimeSums(Supplier<T> none, BiConsumer<T, T> adder) {
        this.none = none;
        this.adder = adder;
    }

    /** Adds to each stretch between these times, with the length of what lies between them. */
    void add(long begin, long end, Part<T> part) {
        if (begin >= end) {
            return;
        }
        while (tooMany(begin, end)) {
            widen();
        }
        for (long bucket = Math.floorDiv(begin, width); bucket <= Math.floorDiv(end - 1, width); bucket++) {
            long length = Math.min(end, (bucket + 1) * width) - Math.max(begin, bucket * width);
            part.add(byTime.computeIfAbsent(bucket, any -> none.get()), length);
        }
    }

    private boolean tooMany(long begin, long end) {
        long first = Math.floorDiv(begin, width);
        long last = Math.floorDiv(end - 1, width);
        return byTime.isEmpty()
                ? last - first >= MOST
                : Math.max(last, byTime.lastKey()) - Math.min(first, byTime.firstKey()) >= MOST;
    }

    /** Makes each stretch twice as long. */
    void widen() {
        width *= 2;
        TreeMap<Long, T> finer = new TreeMap<>(byTime);
        byTime.clear();
        finer.forEach((bucket, some) ->
                adder.accept(byTime.computeIfAbsent(Math.floorDiv(bucket, 2L), any -> none.get()), some));
    }

    /** The length of a stretch. */
    long width() {
        return width;
    }

    /** How many stretches have a sum. */
    int count() {
        return byTime.size();
    }

    /** The sums, in the order of time. To be changed by nobody. */
    Iterable<T> sums() {
        return byTime.values();
    }

    /** The sum of the stretches of which at least half lies between these times, or half of the time in them. */
    T between(long begin, long end) {
        T sum = none.get();
        long enough = Math.min(width, end - begin) / 2;
        byTime.forEach((bucket, some) -> {
            long overlap = Math.min(end, (bucket + 1) * width) - Math.max(begin, bucket * width);
            if (overlap > 0 && overlap >= enough) {
                adder.accept(sum, some);
            }
        });
        return sum;
    }

    /** The sum of all. */
    T all() {
        T sum = none.get();
        byTime.values().forEach(some -> adder.accept(sum, some));
        return sum;
    }
}
