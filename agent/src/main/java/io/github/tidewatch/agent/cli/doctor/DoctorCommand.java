package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.IdConverter;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.counters.AccountingException;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor}: finds out and measures. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what you will get on this host: each quantity full, reduced or not available, why, and what changes"
                    + " that; and measures two threads to see whether the numbers are right.",
            "",
            "With PID: what the agent in that JVM will get. Without: a JVM started by this user, here, as this one."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:something works, and the self-test is ok",
            "1:nothing works, the self-test failed, or there is no such process",
            "2:wrong usage"
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "PID", arity = "0..1", converter = IdConverter.class, description = "A running JVM.")
    private Integer pid;

    @Option(names = "--json", description = "The same as JSON.")
    private boolean json;

    public DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TargetProcess process = pid == null ? null : TargetProcess.of(pid);
        TargetFindings target = process == null ? null : new TargetFindings(session, process);
        String noTaskstats = target == null ? null : target.noTaskstats();
        Optional<SystemCalls> calls = session.calls();
        DelayAccounting now = DelayAccounting.now();
        SourceChoice choice = noTaskstats == null ? SourceChoice.AUTO : SourceChoice.PROCFS;
        try (Accounting accounting =
                Accounting.open(choice, calls, "no native code: " + session.noCalls(), now, System.nanoTime())) {
            HostFindings host = new HostFindings(accounting, calls.isPresent() ? null : session.noCalls(), noTaskstats);
            List<Finding> findings = new ArrayList<>(host.all());
            String whose = process == null ? "self" : String.valueOf(process.pid());
            findings.addAll(new CauseFindings(whose, host.cpuDelay()).all());
            SelfTestResult measured = new SelfTest(accounting).run();
            findings.add(names(accounting, measured));
            if (target != null) {
                findings.addAll(target.all());
            }
            Diagnosis diagnosis = new Diagnosis(session, process, accounting, findings, measured);
            if (json) {
                diagnosis.printJson();
            } else {
                diagnosis.print();
            }
            return diagnosis.isGood() ? 0 : 1;
        } catch (AccountingException e) {
            throw new CommandFailure("nothing works here: " + e.getMessage(), e);
        }
    }

    private Finding names(Accounting accounting, SelfTestResult measured) {
        List<String> fields = List.of("sampledThread", "threadName");
        if (measured.namesAreOk()) {
            return Finding.full("names of Java threads", fields, accounting.threadMapping());
        }
        String mapping = accounting.threadMapping();
        if (!mapping.startsWith("none")) {
            return Finding.reduced(
                    "names of Java threads",
                    fields,
                    mapping,
                    "the self-test's thread was " + (measured.spinnerName.isEmpty() ? "not seen" : "named otherwise: ")
                            + measured.spinnerName,
                    "run doctor again on a less busy host; if it says the same, report that with all it says");
        }
        String remedy =
                session.calls().isPresent() ? "a HotSpot JVM of version 11 or later" : HostFindings.GET_NATIVE_CODE;
        return Finding.reduced("names of Java threads", fields, "comm (15 bytes)", mapping, remedy);
    }
}
