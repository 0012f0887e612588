package io.github.tidewatch.agent.cli.process;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.cgroup.Cgroups;

/** Whether a process runs, so that it can answer, and what to do if not. Asks anew each time. */
final class RunState {
    static final String THAW = "thaw that (docker unpause, systemctl thaw), and try again";

    private final TargetProcess process;

    RunState(TargetProcess process) {
        this.process = process;
    }

    /** Whether a signal or a tracer has stopped it, so that it answers nothing. Nothing shows there of one that is frozen. */
    boolean isStopped() {
        String state = process.state();
        return state.startsWith("T") || state.startsWith("t");
    }

    /** Why it cannot answer; null if it is not stopped. */
    String whyStopped() {
        String name = "process " + process.pid();
        String frozen = frozenBy();
        if (frozen != null) {
            return name + " is frozen with its cgroup " + frozen;
        }
        String state = process.state();
        if (state.startsWith("t")) {
            return name + " is held by a tracer or debugger (state " + state.charAt(0) + ")";
        }
        return state.startsWith("T") ? name + " is stopped (state " + state.charAt(0) + ")" : null;
    }

    /** The directory of the cgroup that is frozen, so that nothing of the process runs; null if none is seen. */
    String frozenBy() {
        return Cgroups.of(Integer.toString(process.pid()))
                .frozenBy()
                .map(group -> group.directory().toString())
                .orElse(null);
    }

    /** What to do about {@link #whyStopped}. */
    String howToContinue() {
        if (frozenBy() != null) {
            return THAW;
        }
        return process.state().startsWith("t") ? "end the tracer, or detach it" : "kill -CONT " + process.pid();
    }

    /** Fails if it is stopped, or if the process is gone or its pid another's by now. */
    void check(String what) {
        if (!process.isAlive()) {
            throw new CommandFailure("process " + process.pid() + " has ended");
        }
        String stopped = whyStopped();
        if (stopped != null) {
            throw new CommandFailure(
                    stopped + ", so it does not answer while " + what + ". What to do: " + howToContinue());
        }
    }
}
