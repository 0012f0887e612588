package io.github.tidewatch.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HotSpotJavaThreadsKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();

    @Test
    void knowsTheCurrentThread() throws Exception {
        HotSpotJavaThreads java = HotSpotJavaThreads.open(calls);
        java.refresh();
        assertThat(tidOf(java, Thread.currentThread())).isEqualTo(calls.gettid());
        java.release();
        java.refresh();
        assertThat(tidOf(java, Thread.currentThread())).isEqualTo(calls.gettid());
    }

    @Test
    void everyTidIsTheOneThatTheThreadItselfSaw() throws Exception {
        HotSpotJavaThreads java = HotSpotJavaThreads.open(calls);
        Map<Thread, Integer> truth = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> standing = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            standing.add(start(truth, end));
        }
        Thread churn = new Thread(() -> {
            while (!stop.get()) {
                start(truth, new CountDownLatch(0));
            }
        });
        churn.start();
        int checked = 0;
        try {
            long until = System.nanoTime() + 3_000_000_000L;
            while (System.nanoTime() < until) {
                java.refresh();
                for (int i = 0; i < java.count(); i++) {
                    Integer own = truth.get(java.thread(i));
                    if (java.tid(i) != 0 && own != null) {
                        assertThat(java.tid(i)).isEqualTo(own);
                        checked++;
                    }
                }
                java.release();
            }
            java.refresh();
            for (Thread thread : standing) {
                assertThat(tidOf(java, thread)).isEqualTo(truth.get(thread));
            }
        } finally {
            stop.set(true);
            end.countDown();
            churn.join();
        }
        assertThat(checked).isGreaterThan(10_000);
    }

    private Thread start(Map<Thread, Integer> truth, CountDownLatch end) {
        CountDownLatch known = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            truth.put(Thread.currentThread(), calls.gettid());
            known.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        try {
            known.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread;
    }

    private static int tidOf(JavaThreads java, Thread thread) {
        for (int i = 0; i < java.count(); i++) {
            if (java.thread(i) == thread) {
                return java.tid(i);
            }
        }
        return -1;
    }
}
