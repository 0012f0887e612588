package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.DocPage;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import org.junit.jupiter.api.Test;

/** The tables of docs/events.md say what the event classes have. */
class EventsPageTest {

    @Test
    void namesAllEvents() throws Exception {
        List<List<String>> documented = firstThree(DocPage.read("events.md").table("Events"));
        List<List<String>> built = new ArrayList<>();
        for (Class<? extends Event> type : eventClasses()) {
            built.add(List.of(
                    "`" + name(type) + "`",
                    type.getAnnotation(Label.class).value(),
                    type.isAnnotationPresent(Period.class)
                            ? type.getAnnotation(Period.class).value()
                            : "none"));
        }
        assertThat(documented).containsExactlyInAnyOrderElementsOf(built);
    }

    @Test
    void namesAllFields() throws Exception {
        DocPage page = DocPage.read("events.md");
        for (Class<? extends Event> type : eventClasses()) {
            if (type == FlushEvent.class) {
                assertThat(fields(type)).isEmpty();
                continue; // is in no recording
            }
            List<String> documented = page.table(name(type)).stream()
                    .map(row -> row.get(0) + " " + row.get(1))
                    .collect(Collectors.toList());
            assertThat(documented).as(name(type)).containsExactlyInAnyOrderElementsOf(fields(type));
        }
    }

    /** All that were compiled: a new one cannot be forgotten here. */
    private static List<Class<? extends Event>> eventClasses()
            throws IOException, URISyntaxException, ClassNotFoundException {
        // The class file itself: the package's folder is there twice, for the tests have it too.
        Path folder = Paths.get(
                        EventFields.class.getResource("EventFields.class").toURI())
                .getParent();
        List<Class<? extends Event>> classes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.class")) {
            for (Path file : files) {
                String simpleName = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(
                        EventFields.class.getPackageName() + "." + simpleName,
                        false,
                        EventFields.class.getClassLoader());
                if (Event.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                    classes.add(type.asSubclass(Event.class));
                }
            }
        }
        assertThat(classes).contains(ThreadDelayEvent.class, StatusEvent.class);
        return classes;
    }

    /** By label, for JFR may add fields of its own. */
    private static List<String> fields(Class<?> event) {
        List<String> fields = new ArrayList<>();
        for (Class<?> type = event; type != Event.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Label label = field.getAnnotation(Label.class);
                if (label != null) {
                    fields.add("`" + field.getName() + "` " + label.value());
                }
            }
        }
        return fields;
    }

    private static String name(Class<?> event) {
        return event.getAnnotation(Name.class).value();
    }

    private static List<List<String>> firstThree(List<List<String>> rows) {
        return rows.stream().map(row -> row.subList(0, 3)).collect(Collectors.toList());
    }
}
