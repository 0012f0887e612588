package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.agent.virtual.EndedThreads;
import io.github.tidewatch.agent.virtual.VirtualThreadTimes;
import io.github.tidewatch.text.PrintableText;

/** Commits what became known of virtual threads that have ended as events. Not safe for use by several threads at once. */
public final class VirtualThreadEvents implements EndedThreads {
    private static final int LONGEST_NAME = 1000;

    private final VirtualThreadEndEvent end = new VirtualThreadEndEvent();
    private final VirtualThreadGroupEvent group = new VirtualThreadGroupEvent();
    private final EventTimes endTimes = new EventTimes(new VirtualThreadEndEvent());
    private final EventTimes groupTimes = new EventTimes(new VirtualThreadGroupEvent());
    private long groupsSince;
    private long now;

    /** To be called when threads begin to account for themselves: what was before is not reported. */
    public void open() {
        begin();
        groupsSince = now;
    }

    /** To be called before each reading. */
    public void begin() {
        endTimes.mark();
        groupTimes.mark();
        now = System.nanoTime();
    }

    /** To be called after each reading. */
    public void end() {
        groupsSince = now;
        endTimes.next(end);
        groupTimes.next(group);
        end.threadName = null;
        group.threadGroup = null;
    }

    @Override
    public void thread(String name, long id, long begin, VirtualThreadTimes times) {
        end.threadName = PrintableText.shortened(name, LONGEST_NAME);
        end.javaThreadId = id;
        end.lifetime = times.lifetime();
        end.mountedTime = times.mounted();
        end.carrierDelay = times.carrierDelay();
        end.parkedTime = times.parked();
        end.pinnedTime = times.pinned();
        end.mounts = times.mounts();
        endTimes.set(end, begin, times.lifetime());
        end.commit();
    }

    @Override
    public void group(String name, long threads, VirtualThreadTimes times) {
        group.threadGroup = PrintableText.shortened(name, LONGEST_NAME);
        group.threads = threads;
        group.lifetime = times.lifetime();
        group.mountedTime = times.mounted();
        group.carrierDelay = times.carrierDelay();
        group.parkedTime = times.parked();
        group.pinnedTime = times.pinned();
        group.mounts = times.mounts();
        groupTimes.set(group, groupsSince, now - groupsSince);
        group.commit();
    }
}
