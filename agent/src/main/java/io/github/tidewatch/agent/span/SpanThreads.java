package io.github.tidewatch.agent.span;

import io.github.tidewatch.accounting.span.SpanAccounting;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which thread has which open spans. What a thread has open in {@code /proc} is closed when it ends, or at the next new thread.
 *
 * <p>A thread local says so quickly, but not for good: some threads lose theirs while they live, as idle workers of the common
 * pool do, and one that ends must not use any. So a map has each thread's, too.
 */
final class SpanThreads {
    private static final Logger LOG = LoggerFactory.getLogger(SpanThreads.class);

    /** Null before JDK 19, which has no virtual threads. */
    private static final Class<?> VIRTUAL = virtualThreads();

    /** Of a thread that is being made known: what it runs for that opens no spans, even if it were woven. */
    private static final ThreadSpans STARTING = new ThreadSpans(null, null);

    static {
        STARTING.busy = true;
    }

    private final SpanAccounting accounting;

    @SuppressWarnings("ThreadLocalUsage") // there is one of these in a JVM
    private final ThreadLocal<ThreadSpans> own = new ThreadLocal<>();

    private final ReferenceQueue<Thread> ended = new ReferenceQueue<>();
    private final ConcurrentHashMap<ThreadKey, ThreadSpans> known = new ConcurrentHashMap<>();
    private final AtomicBoolean virtual = new AtomicBoolean();

    SpanThreads(SpanAccounting accounting) {
        this.accounting = accounting;
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
            if (!virtual.get() && virtual.compareAndSet(false, true)) {
                LOG.info("spans of virtual threads are not recorded: the kernel accounts for their carriers only");
            }
            return null;
        }
        ThreadSpans spans = own.get();
        if (spans == null) {
            own.set(STARTING);
            try {
                spans = find(current);
            } finally {
                own.set(spans);
            }
        }
        return spans;
    }

    private ThreadSpans find(Thread current) {
        ThreadSpans spans = known.get(new ThreadKey(current, null));
        if (spans == null) {
            closeEnded();
            ThreadKey key = new ThreadKey(current, ended);
            spans = new ThreadSpans(key, accounting.thread());
            known.put(key, spans);
        }
        return spans;
    }

    /** The calling thread's, which is gone from here then; null if it has none. Without thread locals, as the thread ends. */
    ThreadSpans remove() {
        return known.isEmpty() ? null : known.remove(new ThreadKey(Thread.currentThread(), null));
    }

    private void closeEnded() {
        for (Reference<? extends Thread> next = ended.poll(); next != null; next = ended.poll()) {
            ThreadSpans spans = known.remove((ThreadKey) next);
            if (spans != null) {
                spans.counters.close();
            }
        }
    }

    /** How many threads have spans, or had them and have not been found to have ended. */
    int count() {
        return known.size();
    }
}
