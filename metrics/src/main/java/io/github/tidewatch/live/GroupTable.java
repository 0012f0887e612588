package io.github.tidewatch.live;

import io.github.tidewatch.metrics.ThreadGroups;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which groups have series of their own. A group of the application has when {@link #MERITED} of its time is recorded, as long
 * as there are not too many; so names that each short thread has for itself take no place. What is recorded until then is held
 * back for some seconds, and then is {@linkplain ThreadGroups#OTHERS others'}. One thread uses it.
 */
final class GroupTable {
    /** More than threads have that are there for one request. */
    private static final long MERITED = 2_000_000_000L;

    /** For how long something is held back: twice this at most. */
    private static final long GENERATION = 10_000_000_000L;

    private static final int MOST_CANDIDATES = 1024;

    private final int most;
    private final Consumer<Series> published;
    private final Map<String, GroupSums> groups = new HashMap<>();
    private final GroupSums others = new GroupSums(ThreadGroups.OTHERS);
    private Map<String, GroupSums> young = new HashMap<>();
    private Map<String, GroupSums> old = new HashMap<>();
    private long begin;
    private int applications;

    /**
     * With a bound on the groups of the application.
     *
     * @param published gets each series once, when it is to be seen
     */
    GroupTable(int most, Consumer<Series> published) {
        this.most = most;
        this.published = published;
        others.publish(published);
    }

    /** Where to add what is recorded of a group, which is so much time of its threads. */
    GroupSums find(GroupName name, long recorded) {
        GroupSums own = groups.get(name.text());
        if (own != null || name.isOthers()) {
            return own == null ? others : own;
        }
        if (name.isReserved()) {
            return own(new GroupSums(name.text()));
        }
        if (applications >= most) {
            return others;
        }
        GroupSums held = old.get(name.text());
        GroupSums candidate = held == null ? young.get(name.text()) : held;
        if (candidate == null) {
            candidate = new GroupSums(name.text());
            if (young.size() >= MOST_CANDIDATES) {
                rotate();
            }
            young.put(name.text(), candidate);
        }
        if (candidate.recorded() + recorded < MERITED) {
            return candidate;
        }
        old.remove(name.text());
        young.remove(name.text());
        applications++;
        return own(candidate);
    }

    private GroupSums own(GroupSums sums) {
        groups.put(sums.group(), sums);
        sums.publish(published);
        return sums;
    }

    /** Lets go what was held back for long; to be called now and then with the time in nanoseconds. */
    void age(long now) {
        if (begin == 0 || now - begin >= GENERATION) {
            rotate();
            begin = now;
        }
    }

    private void rotate() {
        old.values().forEach(others::add);
        old = young;
        young = new HashMap<>();
    }
}
