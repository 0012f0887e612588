package io.github.tidewatch.findings.waits;

import io.github.tidewatch.metrics.Metric;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the methods on a thread's stack say of its wait; a method is its class and name, the innermost is the first. Pure. */
public final class WaitPlace {
    /** Wait for the next task, timer, reference, event or connection: who is in one of these has nothing to do. */
    private static final Set<String> IDLE = Set.of(
            "java.util.concurrent.ForkJoinPool.awaitWork",
            "java.util.TimerThread.mainLoop",
            "java.lang.ref.ReferenceQueue.remove",
            "java.lang.ref.Reference.waitForReferencePendingList",
            "sun.nio.ch.SelectorImpl.select",
            "sun.nio.ch.SelectorImpl.lockAndDoSelect",
            "sun.nio.ch.EPoll.wait",
            "sun.nio.ch.Net.accept",
            "sun.nio.ch.NioSocketImpl.accept",
            "sun.nio.ch.ServerSocketChannelImpl.accept",
            "java.net.PlainSocketImpl.socketAccept",
            "java.net.AbstractPlainSocketImpl.accept",
            "java.net.ServerSocket.implAccept",
            "io.netty.channel.epoll.Native.epollWait",
            "io.netty.util.concurrent.SingleThreadEventExecutor.takeTask",
            "org.eclipse.jetty.util.thread.QueuedThreadPool.idleJobPoll",
            "org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.idleJobPoll",
            "org.jboss.threads.EnhancedQueueExecutor$PoolThreadNode.park",
            "kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.park",
            "kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.tryPark");

    /** Of these, those that also call the application: a task of the timer, or what takes the selected channels. */
    private static final Set<String> CALL_TASKS = Set.of(
            "java.util.TimerThread.mainLoop",
            "sun.nio.ch.SelectorImpl.select",
            "sun.nio.ch.SelectorImpl.lockAndDoSelect");

    /** Of the JDK, and the copies that servers have of it. */
    private static final Pattern NEXT_TASK = Pattern.compile("(.*\\.)?[\\w$]*ThreadPoolExecutor\\.getTask");

    /** Calls tasks: who waits below one of these works on a task. */
    private static final Pattern TASKS = Pattern.compile("(.*\\.)?[\\w$]*ThreadPoolExecutor\\.runWorker"
            + "|java\\.util\\.concurrent\\.ForkJoinTask\\.doExec"
            + "|java\\.util\\.TimerThread\\.mainLoop"
            + "|sun\\.net\\.httpserver\\.ServerImpl\\$Exchange\\.run"
            + "|(javax|jakarta)\\.servlet\\.http\\.HttpServlet\\.service"
            + "|org\\.eclipse\\.jetty\\.util\\.thread\\.QueuedThreadPool\\.runJob"
            + "|org\\.jboss\\.threads\\.EnhancedQueueExecutor(\\$\\w+)?\\.(safeRun|run|doRunTask)"
            + "|io\\.netty\\.util\\.concurrent\\.\\w+EventExecutor\\.(runAllTasks|safeExecute|runTask)");

    /** Has the next element of a queue, for as long as that takes. */
    private static final Pattern TAKE =
            Pattern.compile("java\\.util\\.concurrent\\.\\w*(Queue|Deque)\\.take(First|Last)?");

    /** Locks that threads wait for only to go on with what they do. */
    private static final Pattern LOCK = Pattern.compile(
            "java\\.util\\.concurrent\\.(Semaphore|locks\\.ReentrantLock|locks\\.ReentrantReadWriteLock)\\$\\w*Sync"
                    + "|java\\.util\\.concurrent\\.locks\\.StampedLock");

    private static final Pattern NETWORK = Pattern.compile(
            "sun\\.nio\\.ch\\.(Net|SocketDispatcher|DatagramDispatcher|DatagramChannelImpl|UnixDomainSockets|EPoll)\\..*"
                    + "|java\\.net\\.(Plain|Socket|Datagram).*");

    private static final Pattern OF_THE_JDK = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\..*");

    private WaitPlace() {}

    /** Whether a thread with this stack waits for the next thing to do. */
    public static boolean isIdle(List<String> frames) {
        boolean isInTask = false;
        for (String frame : frames) {
            boolean waits = IDLE.contains(frame) || NEXT_TASK.matcher(frame).matches();
            if (waits && !(isInTask && CALL_TASKS.contains(frame))) {
                return true;
            }
            isInTask |= !OF_THE_JDK.matcher(frame).matches();
        }
        return false;
    }

    /**
     * Whether a thread with this stack has something to do: it waits in a task of a pool or server. A stack of which the outer
     * end is missing is so deep that it is in one. A task that takes from a queue by itself is one that waits for work.
     *
     * @param isCut whether the stack is deeper than is known
     */
    public static boolean isInTask(List<String> frames, boolean isCut) {
        int ofTask = 0;
        boolean takes = false;
        for (String frame : frames) {
            boolean isOfTask = !OF_THE_JDK.matcher(frame).matches();
            if (TASKS.matcher(frame).matches()) {
                return ofTask > (takes ? 1 : 0);
            }
            takes |= ofTask == 0 && TAKE.matcher(frame).matches();
            ofTask += isOfTask ? 1 : 0;
        }
        return isCut && ofTask > 1;
    }

    /** Whether a parked thread waits for a lock of this class, in which nobody waits without a task. */
    public static boolean isLock(String className) {
        return className != null && LOCK.matcher(className).matches();
    }

    /** Whether a thread that waits for this, as records name it, waits for the next thing to do. */
    public static boolean isIdle(Metric kind, String detail) {
        return kind == Metric.NETWORK_WAIT
                ? detail.startsWith("local ") // listens, or receives from anybody
                : kind == Metric.PARK_WAIT && detail.equals("java.util.concurrent.ForkJoinPool");
    }

    /** Whether the innermost method is one of the network. */
    public static boolean isNetwork(List<String> frames) {
        return !frames.isEmpty() && NETWORK.matcher(frames.get(0)).matches();
    }

    /** The innermost method that is not the JDK's; empty if there is none. */
    public static Optional<String> ofApplication(List<String> frames) {
        return frames.stream()
                .filter(frame -> !OF_THE_JDK.matcher(frame).matches())
                .findFirst();
    }
}
