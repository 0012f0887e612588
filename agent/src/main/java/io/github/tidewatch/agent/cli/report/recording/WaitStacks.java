package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.findings.waits.WaitPlace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

/**
 * What stacks of waiting threads say, each looked at once: a recording has one object for all events of a chunk with the same
 * stack, and to look at it takes longer than to read an event. A bounded number is kept. For one thread at a time.
 */
final class WaitStacks {
    private static final int MOST = 10_000;
    private static final int MOST_FRAMES = 64;

    private final IdentityHashMap<RecordedStackTrace, WaitStack> known = new IdentityHashMap<>();

    /** What one stack says of a wait. Immutable. */
    static final class WaitStack {
        final boolean isIdle;
        final boolean isNetwork;
        final boolean isInTask;

        /** The application's method that waits; null if it is not known. */
        final String frame;

        private WaitStack(List<String> frames, boolean isCut) {
            isIdle = WaitPlace.isIdle(frames);
            isNetwork = WaitPlace.isNetwork(frames);
            isInTask = WaitPlace.isInTask(frames, isCut);
            frame = WaitPlace.ofApplication(frames).orElse(null);
        }
    }

    /** What it says; of none, that is null, nothing. */
    WaitStack of(RecordedStackTrace stack) {
        if (stack == null) {
            return new WaitStack(List.of(), false);
        }
        WaitStack found = known.get(stack);
        if (found == null) {
            if (known.size() >= MOST) {
                known.clear();
            }
            List<String> frames = frames(stack);
            found = new WaitStack(frames, stack.isTruncated() || frames.size() == MOST_FRAMES);
            known.put(stack, found);
        }
        return found;
    }

    /** Forgets those of a chunk, which keep its constants. */
    void clear() {
        known.clear();
    }

    /** Such as {@code java.lang.Thread.run}, the innermost first. */
    private static List<String> frames(RecordedStackTrace stack) {
        List<String> frames = new ArrayList<>();
        for (RecordedFrame frame : stack.getFrames()) {
            RecordedMethod method = frame.getMethod();
            if (method != null && frames.size() < MOST_FRAMES) {
                frames.add(method.getType().getName() + "." + method.getName());
            }
        }
        return frames;
    }
}
