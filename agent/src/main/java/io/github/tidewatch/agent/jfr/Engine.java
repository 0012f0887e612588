package io.github.tidewatch.agent.jfr;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the events and keeps them fed while a recording wants them. */
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private Engine() {}

    static void start(Instrumentation instrumentation, Map<String, String> options) {
        if (NativeAccess.load()) {
            LOG.debug(
                    "native access works: process {}",
                    LibraryLoader.create(C.class).load("c").getpid());
        }
        LOG.debug("started");
    }

    /** Proof that native code can be called; public because generated code implements it. */
    public interface C {
        int getpid();
    }
}
