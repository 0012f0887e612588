package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.IMCThread;
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

    /** As JFR has it in its pool of threads; our records have no Java thread for it. */
    @Test
    void aCompilerHasItsRoleThoughJfrGivesItAJavaIdAndAGroup() {
        IMCThread compiler = new ThreadJoinTest.FakeThread(1, 7L, "C2 CompilerThread0", "system");
        assertThat(groupOf(compiler, false)).isEqualTo("C2 CompilerThread*");
        assertThat(groupOf(compiler, true)).isEqualTo("C2 CompilerThread* (application)");
    }

    @Test
    void aJavaThreadOfTheJvmIsNoneOfTheApplicationByItsGroup() {
        assertThat(groupOf(new ThreadJoinTest.FakeThread(1, 9L, "Tidewatch", "system"), true))
                .isEqualTo("Tidewatch");
        assertThat(groupOf(new ThreadJoinTest.FakeThread(1, 9L, "Tidewatch", "main"), true))
                .isEqualTo("Tidewatch (application)");
    }

    private String groupOf(String name, Integer javaId) {
        Long id = javaId == null ? null : Long.valueOf(javaId);
        return groupOf(new ThreadJoinTest.FakeThread(1, id, name), id != null);
    }

    private String groupOf(IMCThread thread, boolean isJava) {
        Object[] values = {thread, null};
        group.put(values, isJava);
        return (String) values[1];
    }
}
