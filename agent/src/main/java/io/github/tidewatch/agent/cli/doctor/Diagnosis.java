package io.github.tidewatch.agent.cli.doctor;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.doctor.Finding.Grade;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.CpuQuota;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.text.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that was found out, printed for people or programs. */
final class Diagnosis {
    private static final int INDENT = 25;

    private final Screen screen;
    private final Session session;
    private final TargetProcess process;
    private final Accounting accounting;
    private final List<Finding> findings;
    private final SelfTestResult measured;

    Diagnosis(
            Session session,
            TargetProcess process,
            Accounting accounting,
            List<Finding> findings,
            SelfTestResult measured) {
        this.session = session;
        this.screen = session.screen();
        this.process = process;
        this.accounting = accounting;
        this.findings = findings;
        this.measured = measured;
    }

    /** Whether anything is available, and what is available is right. */
    boolean isGood() {
        boolean any = findings.stream().anyMatch(f -> !f.fields().isEmpty() && f.grade() != Grade.NONE);
        return any && measured.spinnerIsOk() && measured.readerIsOk();
    }

    void print() {
        PrintWriter out = screen.out();
        host().forEach((name, value) -> out.println(label(name) + Text.printable(value)));
        out.println();
        String remedy = "";
        for (Finding finding : findings) {
            String grade = screen.styled(style(finding.grade()), finding.grade().label);
            String source = finding.source().isEmpty() ? "" : " (" + finding.source() + ")";
            out.println(label(finding.what()) + grade + source);
            if (finding.grade() != Grade.FULL) {
                detail("why", finding.cause());
                detail("change", finding.remedy().equals(remedy) ? "as above" : finding.remedy());
                remedy = finding.remedy();
            }
        }
        out.println();
        printMeasured(out);
        out.println();
        out.println(conclusion());
    }

    private void detail(String name, String text) {
        String prefix = " ".repeat(INDENT) + Text.left(name + ":", 8);
        int width = Math.max(prefix.length() + 40, Math.min(120, screen.width()));
        Text.wrap(text, width, prefix, " ".repeat(prefix.length())).forEach(screen.out()::println);
    }

    private void printMeasured(PrintWriter out) {
        out.println(label("self-test: spinning") + Durations.text(measured.measuredOnCpu) + " on a CPU (schedstat: "
                + Durations.text(measured.spinnerOnCpu) + "), " + Durations.text(measured.measuredDelay)
                + " waiting for one (schedstat: " + Durations.text(measured.spinnerDelay)
                + (measured.stolen == 0 ? "" : ", and the hypervisor took " + Durations.text(measured.stolen)) + ")  "
                + okOrWrong(measured.spinnerIsOk()));
        out.println(label("self-test: reading") + Durations.text(measured.measuredReaderOnCpu)
                + " on a CPU (schedstat: " + Durations.text(measured.readerOnCpu) + "), " + reads() + "  "
                + okOrWrong(measured.readerIsOk()));
    }

    private String reads() {
        if (measured.inReads < 0) {
            return "block I/O not tried: " + measured.noReads;
        }
        String read = " of " + Durations.text(measured.inReads) + " in read()";
        if (!measured.blockIoKnown) {
            return "block I/O delay not available" + read;
        }
        return Durations.text(measured.measuredBlockIo) + " block I/O delay" + read
                + (measured.readerComplete ? "" : " (marked incomplete)")
                + (measured.blockIoIsPossible() ? "" : " (more than possible: this kernel counts it wrongly)");
    }

    private String okOrWrong(boolean ok) {
        return ok ? screen.styled(Style.GREEN, "ok") : screen.styled(Style.RED, "WRONG");
    }

    private String conclusion() {
        if (!isGood()) {
            return screen.styled(Style.RED, "Self-test failed: do not rely on these numbers.");
        }
        String lacking = named(Grade.NONE);
        String reduced = named(Grade.REDUCED);
        if (lacking.isEmpty() && reduced.isEmpty()) {
            return screen.styled(Style.GREEN, "All is available.");
        }
        return "It works." + (lacking.isEmpty() ? "" : " Not available: " + lacking + ".")
                + (reduced.isEmpty() ? "" : " Reduced: " + reduced + ".");
    }

    private String named(Grade grade) {
        return findings.stream()
                .filter(finding -> finding.grade() == grade)
                .map(Finding::what)
                .collect(Collectors.joining(", "));
    }

    private Map<String, String> host() {
        Map<String, String> host = new LinkedHashMap<>();
        host.put(
                "host",
                "Linux " + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " CPUs for this process");
        ProcessPrivileges self = ProcessPrivileges.self();
        host.put(
                "user",
                System.getProperty("user.name") + " (" + TargetProcess.ownUid() + "), "
                        + (self.hasNetAdmin() ? "with" : "without") + " CAP_NET_ADMIN, "
                        + (self.isInInitialUserNamespace()
                                ? "in the initial user namespace"
                                : "in a user namespace of its own"));
        if (process != null) {
            host.put("JVM", process.pid() + ": " + Text.fit(process.commandLine(), 100));
        }
        host.put(
                "taskstats",
                accounting.taskstatsVersion().isPresent()
                        ? "version " + accounting.taskstatsVersion().getAsInt()
                        : "not in use");
        host.put(
                "delay accounting",
                DelayAccounting.now().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        host.put(
                "cgroup",
                CpuQuota.of(Cgroups.of(process == null ? "self" : Integer.toString(process.pid()))
                                .cpu())
                        .description());
        host.put("native code", session.calls().isPresent() ? "yes" : "no: " + session.noCalls());
        return host;
    }

    private static Style style(Grade grade) {
        switch (grade) {
            case FULL:
                return Style.GREEN;
            case REDUCED:
                return Style.YELLOW;
            default:
                return Style.RED;
        }
    }

    private static String label(String text) {
        return Text.left(text, INDENT);
    }

    void printJson() throws IOException {
        JsonWriter json = screen.json();
        json.beginObject();
        json.name("good").value(isGood());
        json.name("host").beginObject();
        for (Map.Entry<String, String> entry : host().entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
        writeFindings(json);
        writeMeasured(json);
        json.endObject();
        json.flush();
        screen.out().println();
    }

    private void writeFindings(JsonWriter json) throws IOException {
        json.name("findings").beginArray();
        for (Finding finding : findings) {
            json.beginObject();
            json.name("what").value(finding.what());
            json.name("grade").value(finding.grade().name().toLowerCase(java.util.Locale.ROOT));
            json.name("fields").beginArray();
            for (String field : finding.fields()) {
                json.value(field);
            }
            json.endArray();
            json.name("source").value(finding.source());
            json.name("cause").value(finding.cause());
            json.name("remedy").value(finding.remedy());
            json.endObject();
        }
        json.endArray();
    }

    private void writeMeasured(JsonWriter json) throws IOException {
        json.name("measured").beginObject();
        json.name("spinnerOnCpuNanos").value(measured.measuredOnCpu);
        json.name("spinnerOnCpuNanosBySchedstat").value(measured.spinnerOnCpu);
        json.name("spinnerCpuDelayNanos").value(measured.measuredDelay);
        json.name("spinnerCpuDelayNanosBySchedstat").value(measured.spinnerDelay);
        json.name("spinnerWaitNanosAtSample").value(measured.waitAtSample);
        json.name("stolenNanos").value(measured.stolen);
        json.name("readerOnCpuNanos").value(measured.measuredReaderOnCpu);
        json.name("readerOnCpuNanosBySchedstat").value(measured.readerOnCpu);
        if (measured.blockIoKnown && measured.inReads >= 0) {
            json.name("readerBlockIoDelayNanos").value(measured.measuredBlockIo);
        }
        if (measured.inReads >= 0) {
            json.name("readerNanosInRead").value(measured.inReads);
        }
        json.endObject();
    }
}
