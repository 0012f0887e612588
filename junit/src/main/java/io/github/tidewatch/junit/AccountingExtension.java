package io.github.tidewatch.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Does what {@link AssertAccounting} says. Holds nothing itself: what is open is in the test's own store. */
final class AccountingExtension implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(AccountingExtension.class);

    @Override
    public void beforeTestExecution(ExtensionContext context) throws IOException {
        if (assertions(context).isEmpty()) {
            throw new ExtensionConfigurationException(
                    name(context) + ": @AssertAccounting is empty. It takes such as \"cpuDelay(http-*) < 5 %\".");
        }
        LoadedAgent.jar();
        context.getStore(NAMESPACE).put(TestRecording.class, TestRecording.start(TestRecording.LONGEST));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        TestRecording recording = context.getStore(NAMESPACE).remove(TestRecording.class, TestRecording.class);
        if (recording == null) {
            return; // it could not begin, of which the test has failed
        }
        // A test may leave that set, and reading and waiting would end of it at once.
        boolean interrupted = Thread.interrupted();
        try (recording) {
            Optional<Throwable> thrown = context.getExecutionException();
            if (thrown.isEmpty()) {
                evaluate(context, recording);
            } else if (!(thrown.get() instanceof TestAbortedException)) {
                context.publishReportEntry(
                        "tidewatch.recording", write(context, recording).toString());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void evaluate(ExtensionContext context, TestRecording recording) throws IOException {
        Path file = write(context, recording);
        if (recording.isCut()) {
            Files.delete(file);
            throw new TestAbortedException("inconclusive: the recording grew beyond " + TestRecording.LONGEST
                    + " bytes, so that its begin may be missing");
        }
        Report report = Report.of(LoadedAgent.jar(), file, assertions(context));
        if (report.result() == Report.Result.FAILS) {
            throw new AssertionFailedError(report.text() + System.lineSeparator() + "The recording is kept: " + file);
        }
        Files.delete(file);
        if (report.result() == Report.Result.INCONCLUSIVE) {
            throw new TestAbortedException(report.text());
        }
        if (report.result() == Report.Result.WRONG) {
            throw new ExtensionConfigurationException(name(context) + ": @AssertAccounting " + report.text());
        }
    }

    private static Path write(ExtensionContext context, TestRecording recording) throws IOException {
        String folder = context.getConfigurationParameter(AssertAccounting.RECORDINGS)
                .orElse(System.getProperty("java.io.tmpdir"));
        return recording.write(Path.of(folder), name(context));
    }

    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
    }

    /** Of the method, else of the nearest class around it. */
    private static List<String> assertions(ExtensionContext context) {
        Optional<ExtensionContext> at = Optional.of(context);
        Optional<AssertAccounting> found = Optional.empty();
        while (found.isEmpty() && at.isPresent()) {
            found = AnnotationSupport.findAnnotation(at.get().getElement(), AssertAccounting.class);
            at = at.get().getParent();
        }
        return List.of(found.map(AssertAccounting::value).orElseGet(() -> new String[0]));
    }
}
