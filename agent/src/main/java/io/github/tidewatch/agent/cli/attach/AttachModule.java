package io.github.tidewatch.agent.cli.attach;

/** Whether this JVM has what attaching takes. Apart, since {@link Attachment} cannot even be loaded where it has not. */
public final class AttachModule {
    private AttachModule() {}

    /** Whether this JVM can attach to others at all. */
    public static boolean isHere() {
        return ModuleLayer.boot().findModule("jdk.attach").isPresent();
    }
}
