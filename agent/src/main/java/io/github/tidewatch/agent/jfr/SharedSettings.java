package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.text.Limitation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.SettingDescriptor;

/**
 * Has several recordings at once get what each of them asks for: an event is on if one of them wants it, at the
 * shortest of their periods.
 *
 * <p>JFR combines only what recordings say explicitly. Two that set a period but not {@code enabled} switch the event
 * off, since for a recording that says something of an event, {@code enabled} that is not said is false as soon as it
 * is combined with another's ({@code InternalSetting.finish} in jdk/jfr/internal/SettingsManager.java); and one that
 * says nothing of it loses the default to whatever another says. So while there are several, each is made to say what
 * holds by default.
 *
 * <p>Takes JFR's lock, so it must not be called with one that JFR's hooks wait for. Safe for use by several threads at
 * once.
 */
final class SharedSettings {
    private final List<EventType> types;
    private volatile String problem = "";

    SharedSettings(List<EventType> types) {
        this.types = types;
    }

    /** Completes the settings of the recordings that run, if there are several. */
    void complete() {
        List<Recording> running = FlightRecorder.getFlightRecorder().getRecordings().stream()
                .filter(recording -> recording.getState() == RecordingState.RUNNING)
                .collect(Collectors.toList());
        StringJoiner found = new StringJoiner("\n");
        for (Recording recording : running.size() > 1 ? running : List.<Recording>of()) {
            try {
                complete(recording);
            } catch (SecurityException | IllegalStateException e) {
                if (recording.getState() == RecordingState.RUNNING) { // else it has ended meanwhile
                    String what = "recording \"" + recording.getName()
                            + "\" cannot be made to share Tidewatch's events with others: " + e;
                    found.add(Limitation.of(what, "+tidewatch.ThreadDelay#enabled=true beside each period")
                            .toString());
                }
            }
        }
        problem = found.toString();
    }

    private void complete(Recording recording) {
        Map<String, String> settings = recording.getSettings();
        Map<String, String> completed = new HashMap<>(settings);
        for (EventType type : types) {
            for (SettingDescriptor setting : type.getSettingDescriptors()) {
                completed.putIfAbsent(type.getName() + "#" + setting.getName(), setting.getDefaultValue());
            }
        }
        if (completed.size() != settings.size()) {
            recording.setSettings(completed);
        }
    }

    /** What a recording's events are lost by, with the remedy, for {@code Status}; empty if nothing was found. */
    String problem() {
        return problem;
    }
}
