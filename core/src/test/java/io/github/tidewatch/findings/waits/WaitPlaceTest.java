package io.github.tidewatch.findings.waits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WaitPlaceTest {
    @Test
    void whoWaitsInATaskOfATimerOrASelectorIsNotIdle() {
        assertThat(isIdle("java.lang.Thread.sleep", "com.example.Poll.run", "java.util.TimerThread.mainLoop"))
                .isFalse();
        assertThat(isIdle(
                        "java.util.concurrent.locks.LockSupport.park",
                        "com.example.Handler.accept",
                        "sun.nio.ch.SelectorImpl.processReadyEvents",
                        "sun.nio.ch.SelectorImpl.lockAndDoSelect",
                        "sun.nio.ch.SelectorImpl.select"))
                .isFalse();
    }

    @Test
    void aTimerOrSelectorThatHasNothingToDoIsIdle() {
        assertThat(isIdle(
                        "java.lang.Object.wait0",
                        "java.lang.Object.wait",
                        "java.util.TimerThread.mainLoop",
                        "java.util.TimerThread.run"))
                .isTrue();
        assertThat(isIdle("sun.nio.ch.EPoll.wait", "sun.nio.ch.SelectorImpl.lockAndDoSelect", "com.example.Server.run"))
                .isTrue();
    }

    /** Such a method calls no task, but queues may be the server's own. */
    @Test
    void aPoolsThreadIsIdleInAQueueThatIsNotTheJdks() {
        assertThat(isIdle(
                        "java.util.concurrent.locks.LockSupport.parkNanos",
                        "java.util.concurrent.LinkedBlockingQueue.poll",
                        "org.apache.tomcat.util.threads.TaskQueue.poll",
                        "org.apache.tomcat.util.threads.ThreadPoolExecutor.getTask"))
                .isTrue();
        assertThat(isIdle(
                        "java.util.concurrent.locks.LockSupport.parkNanos",
                        "org.eclipse.jetty.util.BlockingArrayQueue.poll",
                        "org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.idleJobPoll"))
                .isTrue();
    }

    @Test
    void whoWaitsInATaskOfAPoolIsNotIdle() {
        assertThat(isIdle(
                        "java.lang.Thread.sleep",
                        "com.example.Task.run",
                        "java.util.concurrent.ThreadPoolExecutor.runWorker"))
                .isFalse();
    }

    @Test
    void whoBorrowsInATaskOfAPoolIsInATask() {
        assertThat(isInTask(
                        "java.util.concurrent.locks.LockSupport.park",
                        "java.util.concurrent.ArrayBlockingQueue.take",
                        "com.example.Pool.borrow",
                        "com.example.Handler.handle",
                        "java.util.concurrent.ThreadPoolExecutor.runWorker",
                        "java.lang.Thread.run"))
                .isTrue();
    }

    @Test
    void aTaskThatTakesFromAQueueItselfWaitsForWork() {
        assertThat(isInTask(
                        "java.util.concurrent.locks.LockSupport.park",
                        "java.util.concurrent.LinkedBlockingQueue.take",
                        "com.example.Consumer.run",
                        "java.util.concurrent.ThreadPoolExecutor.runWorker"))
                .isFalse();
    }

    @Test
    void aThreadOfItsOwnMayHaveNothingToDoUnlessItsStackIsTooDeepForThat() {
        List<String> frames = List.of(
                "java.util.concurrent.locks.LockSupport.park", "com.example.Latch.await", "com.example.Main.main");
        assertThat(WaitPlace.isInTask(frames, false)).isFalse();
        assertThat(WaitPlace.isInTask(frames, true)).isTrue();
    }

    @Test
    void locksAndSemaphoresAreLocksButLatchesAndConditionsAreNot() {
        assertThat(WaitPlace.isLock("java.util.concurrent.locks.ReentrantLock$NonfairSync"))
                .isTrue();
        assertThat(WaitPlace.isLock("java.util.concurrent.Semaphore$FairSync")).isTrue();
        assertThat(WaitPlace.isLock("java.util.concurrent.CountDownLatch$Sync")).isFalse();
        assertThat(WaitPlace.isLock("java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject"))
                .isFalse();
        assertThat(WaitPlace.isLock(null)).isFalse();
    }

    private static boolean isInTask(String... frames) {
        return WaitPlace.isInTask(List.of(frames), false);
    }

    private static boolean isIdle(String... frames) {
        return WaitPlace.isIdle(List.of(frames));
    }
}
