package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Work;
import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.waits.WaitKind;
import io.github.tidewatch.waits.WaitOption;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Threads that wait for one thing each, longer than an interval: all of that wait is of the right kind. */
class WaitKindsKernelTest {
    private static final long PERIOD = 50;

    private final Object monitor = new Object();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Set<WaitKind>> expected = new LinkedHashMap<>();
    private final Map<String, Worker> workers = new LinkedHashMap<>();

    private void worker(String name, WaitKind kind, Work work) throws InterruptedException {
        expected.put(name, Set.of(kind));
        workers.put(name, new Worker("kind-" + name, work));
    }

    private void startThoseOfJava() throws Exception {
        worker("monitor", WaitKind.MONITOR, stop -> {
            synchronized (monitor) {
                assertThat(Thread.holdsLock(monitor)).isTrue();
            }
        });
        worker("object", WaitKind.OBJECT, stop -> {
            Object own = new Object();
            synchronized (own) {
                while (!stop.get()) {
                    own.wait(20_000);
                }
            }
        });
        worker("lock", WaitKind.PARK, stop -> {
            lock.lock();
            try {
                assertThat(lock.isHeldByCurrentThread()).isTrue();
            } finally {
                lock.unlock();
            }
        });
        worker("queue", WaitKind.PARK, stop -> new LinkedBlockingQueue<String>().take());
        worker("parkNanos", WaitKind.PARK, stop -> LockSupport.parkNanos(20_000_000_000L));
        worker("sleep", WaitKind.SLEEP, stop -> Thread.sleep(20_000));
    }

    private void startThoseOfTheNetwork(ServerSocket server, DatagramSocket datagrams) throws Exception {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        worker("read", WaitKind.NETWORK, stop -> closing(client, client.getInputStream()));
        Socket timed = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        server.accept();
        timed.setSoTimeout(20_000);
        worker("readWithTimeout", WaitKind.NETWORK, stop -> closing(timed, timed.getInputStream()));
        worker(
                "accept",
                WaitKind.NETWORK,
                stop -> closing(accepted, server.accept().getInputStream()));
        worker("udp", WaitKind.NETWORK, stop -> datagrams.receive(new DatagramPacket(new byte[9], 9)));
        Selector selector = Selector.open();
        worker("selector", WaitKind.NETWORK, stop -> selector.select(20_000));
    }

    private static void closing(Socket socket, InputStream input) throws Exception {
        try (socket) {
            input.read();
        }
    }

    @Test
    void ofAWaitThatIsLongerThanTheIntervalAllIsOfTheRightKind() throws Exception {
        Map<String, Map<WaitKind, Long>> times = new LinkedHashMap<>();
        Map<String, Long> exact = new LinkedHashMap<>();
        Map<String, String> details = new LinkedHashMap<>();
        int port;
        Process child = new ProcessBuilder("sleep", "20").start();
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            startThoseOfJava();
            startThoseOfTheNetwork(server, datagrams);
            Pipe pipe = Pipe.open();
            worker("pipe", WaitKind.PIPE, stop -> pipe.source().read(ByteBuffer.allocate(1)));
            worker("child's output", WaitKind.PIPE, stop -> child.getInputStream()
                    .read());
            try (Accounting accounting = Accounting.open(
                    SourceChoice.AUTO,
                    Optional.of(HostSystemCalls.get()),
                    "",
                    DelayAccounting.now(),
                    System.nanoTime(),
                    WaitOption.DETAILS)) {
                Sampler sampler = accounting.sampler();
                lock.lock();
                try {
                    synchronized (monitor) {
                        for (Worker worker : workers.values()) {
                            worker.goAndAwaitItsWait();
                        }
                        sampler.open(EnumSet.of(Records.DELAYS));
                        for (int i = 0; i < 6; i++) {
                            Thread.sleep(PERIOD);
                            sampler.sample();
                            sampler.emitDelays(i == 5, interval -> take(interval, times, exact, details));
                        }
                    }
                } finally {
                    lock.unlock();
                }
            }
        } finally {
            child.destroy();
        }
        expected.forEach((name, kinds) -> {
            assertThat(times).containsKey(name);
            assertThat(times.get(name).keySet())
                    .as(name + " " + times.get(name))
                    .isEqualTo(kinds);
            if (!name.equals("monitor")) { // a thread that waits for a monitor is woken to retry now and then
                assertThat(times.get(name)).as(name).containsValue(exact.get(name));
            }
        });
        assertThat(details)
                .containsEntry("lock", "java.util.concurrent.locks.ReentrantLock$NonfairSync")
                .containsEntry("queue", "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject")
                .containsEntry("read", "127.0.0.1:" + port)
                .containsEntry("readWithTimeout", "127.0.0.1:" + port)
                .containsEntry("accept", "local 127.0.0.1:" + port)
                .containsEntry("sleep", "null")
                .hasEntrySatisfying("pipe", text -> assertThat(text).startsWith("pipe:["));
    }

    /** The kernel says that it is in the read by which it asks. */
    @Test
    void theThreadThatSamplesWaitsForNoFile() throws Exception {
        int own = HostSystemCalls.get().gettid();
        List<Long> inFiles = new ArrayList<>();
        try (Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.of(Records.DELAYS));
            for (int i = 0; i < 5; i++) {
                Thread.sleep(20);
                sampler.sample();
                sampler.emitDelays(i == 4, interval -> {
                    if (interval.thread().tid() == own) {
                        inFiles.add(interval.wait(WaitKind.FILE));
                    }
                });
            }
        }
        assertThat(inFiles).isNotEmpty().containsOnly(0L);
    }

    @Test
    void whatAThreadWaitsForIsFoundAnewWhenDelaysAreRecordedAgain() throws Exception {
        Semaphore alarm = new Semaphore(0);
        CountDownLatch woken = new CountDownLatch(1);
        Pipe pipe = Pipe.open();
        Map<WaitKind, Long> parked;
        Map<WaitKind, Long> reading;
        try (Worker worker = new Worker("twice", stop -> {
                    alarm.acquire();
                    woken.countDown();
                    pipe.source().read(ByteBuffer.allocate(1));
                });
                Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            worker.goAndAwaitItsWait();
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.of(Records.USAGE));
            parked = waitsInOneRecording(sampler, worker.tid());
            alarm.release();
            woken.await();
            worker.awaitItsWait();
            sampler.sample();
            sampler.sample();
            reading = waitsInOneRecording(sampler, worker.tid());
            pipe.sink().close();
        }
        assertThat(parked).containsOnlyKeys(WaitKind.PARK);
        assertThat(reading).containsOnlyKeys(WaitKind.PIPE);
    }

    private static Map<WaitKind, Long> waitsInOneRecording(Sampler sampler, int tid) throws InterruptedException {
        Map<WaitKind, Long> waits = new EnumMap<>(WaitKind.class);
        sampler.open(EnumSet.of(Records.DELAYS));
        for (int i = 0; i < 4; i++) {
            Thread.sleep(PERIOD);
            sampler.sample();
            sampler.emitDelays(i == 3, interval -> {
                if (interval.thread().tid() == tid) {
                    EnumSet.range(WaitKind.MONITOR, WaitKind.UNKNOWN).stream()
                            .filter(kind -> interval.wait(kind) != 0)
                            .forEach(kind -> waits.merge(kind, interval.wait(kind), Long::sum));
                }
            });
        }
        sampler.close(Records.DELAYS);
        return waits;
    }

    private void take(
            Interval interval,
            Map<String, Map<WaitKind, Long>> times,
            Map<String, Long> exact,
            Map<String, String> details) {
        workers.forEach((name, worker) -> {
            if (worker.tid() == interval.thread().tid()) {
                long sum = 0;
                for (WaitKind kind : EnumSet.range(WaitKind.MONITOR, WaitKind.UNKNOWN)) {
                    sum += interval.wait(kind);
                    if (interval.wait(kind) != 0) {
                        times.computeIfAbsent(name, n -> new EnumMap<>(WaitKind.class))
                                .merge(kind, interval.wait(kind), Long::sum);
                    }
                }
                assertThat(sum).isEqualTo(interval.waitTime());
                exact.merge(name, interval.exactWait(), Long::sum);
                details.put(name, String.valueOf(interval.waitDetail()));
            }
        });
    }
}
