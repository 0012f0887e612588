package io.github.tidewatch.agent.testing;

import java.nio.file.Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Starts a recording beside the one that the JVM was started with, and dumps both while both run. Arguments: file of the
 * first, file of the second, and settings of the second, each {@code name=value}.
 */
public final class Sharing {
    private Sharing() {}

    public static void main(String[] args) throws Exception {
        Apps.awaitAgent();
        Thread busy = new Thread(Sharing::spin, "busy");
        busy.setDaemon(true);
        busy.start();
        Recording first = FlightRecorder.getFlightRecorder().getRecordings().get(0);
        try (Recording second = new Recording(Configuration.getConfiguration("default"))) {
            Map<String, String> settings = new HashMap<>(second.getSettings());
            for (String setting : List.of(args).subList(2, args.length)) {
                settings.put(
                        setting.substring(0, setting.lastIndexOf('=')),
                        setting.substring(setting.lastIndexOf('=') + 1));
            }
            second.setSettings(settings);
            second.start();
            Thread.sleep(1500);
            second.dump(Paths.get(args[1]));
            first.dump(Paths.get(args[0]));
        }
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
