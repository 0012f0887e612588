package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Which group a record is of. */
class GroupFieldTest {
    private final List<ValueField> fields = List.of(new ValueField(JfrAttributes.EVENT_THREAD));
    private final GroupField group = GroupField.of(fields, new ArrayList<>(fields));

    @Test
    void threadsWhoseNamesDifferInTheLastNumberAreOneGroup() {
        assertThat(groupOf("http-1", 31)).isEqualTo(groupOf("http-27", 32)).isEqualTo("http-*");
    }

    @Test
    void aThreadOfTheJvmHasItsRole() {
        assertThat(groupOf("C2 CompilerThread0", null)).isEqualTo("C2 CompilerThread*");
    }

    @Test
    void anApplicationsThreadIsNoneOfTheJvmWhateverItsName() {
        assertThat(groupOf("C2 CompilerThread0", 33)).isNotEqualTo(groupOf("C2 CompilerThread0", null));
    }

    private String groupOf(String name, Integer javaId) {
        Object[] values = {new ThreadJoinTest.FakeThread(1, javaId == null ? null : Long.valueOf(javaId), name), null};
        group.put(values);
        return (String) values[1];
    }
}
