package io.github.tidewatch.agent.span;

import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.accounting.span.SpanThread;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which thread has which open spans. What a thread has open in {@code /proc} is closed when it ends, or at the next new thread. */
final class SpanThreads {
    private static final Logger LOG = LoggerFactory.getLogger(SpanThreads.class);

    /** Null before JDK 19, which has no virtual threads. */
    private static final Class<?> VIRTUAL = virtualThreads();

    private final SpanAccounting accounting;

    @SuppressWarnings("ThreadLocalUsage") // there is one of these in a JVM
    private final ThreadLocal<ThreadSpans> own = new ThreadLocal<>();

    private final ReferenceQueue<Thread> ended = new ReferenceQueue<>();
    private final Set<Ended> known = ConcurrentHashMap.newKeySet();
    private final AtomicLong virtual = new AtomicLong();

    SpanThreads(SpanAccounting accounting) {
        this.accounting = accounting;
    }

    private static final class Ended extends WeakReference<Thread> {
        private final SpanThread counters;

        Ended(Thread thread, SpanThread counters, ReferenceQueue<Thread> queue) {
            super(thread, queue);
            this.counters = counters;
        }
    }

    private static Class<?> virtualThreads() {
        try {
            return Class.forName("java.lang.BaseVirtualThread");
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** The calling thread's; null for a virtual thread, which the kernel does not know: its carrier's counters are others', too. */
    ThreadSpans get() {
        Thread current = Thread.currentThread();
        if (VIRTUAL != null && VIRTUAL.isInstance(current)) {
            if (virtual.getAndIncrement() == 0) {
                LOG.info("spans of virtual threads are not recorded: the kernel accounts for their carriers only");
            }
            return null;
        }
        ThreadSpans spans = own.get();
        if (spans == null) {
            closeEnded();
            spans = new ThreadSpans(current, accounting);
            own.set(spans);
            spans.reference = new Ended(current, spans.counters, ended);
            known.add((Ended) spans.reference);
        }
        return spans;
    }

    /** The calling thread's, which is gone from here then; null if it has none. */
    ThreadSpans remove() {
        if (known.isEmpty()) {
            return null; // without making thread locals for a thread that ends
        }
        ThreadSpans spans = own.get();
        own.remove();
        if (spans != null) {
            known.remove((Ended) spans.reference);
        }
        return spans;
    }

    private void closeEnded() {
        for (Reference<? extends Thread> next = ended.poll(); next != null; next = ended.poll()) {
            Ended one = (Ended) next;
            one.counters.close();
            known.remove(one);
        }
    }
}
