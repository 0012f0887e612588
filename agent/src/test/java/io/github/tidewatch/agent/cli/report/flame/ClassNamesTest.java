package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassNamesTest {
    @ParameterizedTest
    @CsvSource({
        "a.Foo$$Lambda$14/0x0000000800c03000, a.Foo$$Lambda",
        "a.Foo$$Lambda.0x00007f1c3c0a1000, a.Foo$$Lambda",
        "a.Foo$$Lambda$3.1828972342, a.Foo$$Lambda",
        "jdk.internal.reflect.GeneratedMethodAccessor12, jdk.internal.reflect.GeneratedMethodAccessor",
        "sun.reflect.GeneratedSerializationConstructorAccessor3, sun.reflect.GeneratedSerializationConstructorAccessor",
        "com.sun.proxy.$Proxy15, com.sun.proxy.$Proxy",
        "jdk.proxy2.$Proxy117, jdk.proxy.$Proxy",
        "java.lang.invoke.LambdaForm$MH.0x000000080013e000, java.lang.invoke.LambdaForm$MH",
        "java.lang.invoke.LambdaForm$DMH.1831932724, java.lang.invoke.LambdaForm$DMH",
        "java.lang.String$$StringConcat+0x00007f1c3c0a1000, java.lang.String$$StringConcat",
        "a.Config$$EnhancerBySpringCGLIB$$5c1b9b3c, a.Config$$EnhancerBySpringCGLIB$$",
        "a.Order$HibernateProxy$k3VxZq1B, a.Order$HibernateProxy$",
    })
    void aClassThatTheProgramMakesHasTheSameNameInEachRun(String name, String ofAnyRun) {
        assertThat(ClassNames.ofAnyRun(name)).isEqualTo(ofAnyRun);
    }

    @ParameterizedTest
    @CsvSource({
        "a.Foo$1",
        "a.Base64",
        "a.b2.Proxy7",
        "a.Foo$SpringCGLIB$$0",
        "a.Foo$$anonfun$run$1",
        "a.MyAccessor12",
        "''"
    })
    void aClassOfTheProgramKeepsItsName(String name) {
        assertThat(ClassNames.ofAnyRun(name)).isEqualTo(name);
    }
}
