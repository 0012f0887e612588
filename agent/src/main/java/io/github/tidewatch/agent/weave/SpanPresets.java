package io.github.tidewatch.agent.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of the option {@code spans} that stand for several filters. The bootstrap knows their names. */
final class SpanPresets {
    /** With it, executors are woven, too: {@link TaskHooks}. */
    static final String EXECUTORS = "executors";

    private static final String SPRING_WEB = "::@org.springframework.web.bind.annotation.";

    private static final Map<String, List<String>> FILTERS = Map.of(
            "accounted",
            List.of("@io.github.tidewatch.api.Accounted"),
            "servlet",
            servlet(),
            "jaxrs",
            jaxrs(),
            "spring",
            spring(),
            "netty",
            List.of("io.netty.channel.ChannelInboundHandler+::channelRead"),
            "jdbc",
            jdbc(),
            "kafka",
            kafka(),
            "grpc",
            grpc(),
            EXECUTORS,
            executors());

    private SpanPresets() {}

    static Set<String> names() {
        return FILTERS.keySet();
    }

    /** What this word stands for: filters, or itself. */
    static List<String> expand(String word) {
        return FILTERS.getOrDefault(word, List.of(word));
    }

    private static List<String> servlet() {
        List<String> all = new ArrayList<>();
        for (String root : List.of("jakarta.servlet.", "javax.servlet.")) {
            all.add(root + "Servlet+::service");
            all.add(root + "Filter+::doFilter");
            for (String method : List.of("Get", "Head", "Post", "Put", "Patch", "Delete")) {
                all.add(root + "http.HttpServlet+::do" + method);
            }
        }
        return List.copyOf(all);
    }

    private static List<String> jaxrs() {
        List<String> all = new ArrayList<>();
        for (String root : List.of("jakarta.ws.rs.", "javax.ws.rs.")) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                all.add("::@" + root + method);
            }
        }
        return List.copyOf(all);
    }

    private static List<String> spring() {
        return List.of(
                SPRING_WEB + "RequestMapping",
                SPRING_WEB + "GetMapping",
                SPRING_WEB + "PostMapping",
                SPRING_WEB + "PutMapping",
                SPRING_WEB + "PatchMapping",
                SPRING_WEB + "DeleteMapping",
                "::@org.springframework.scheduling.annotation.Scheduled",
                "org.springframework.web.servlet.DispatcherServlet::doDispatch");
    }

    private static List<String> jdbc() {
        return List.of(
                "java.sql.Statement+::execute*", "java.sql.Connection+::commit", "java.sql.Connection+::rollback");
    }

    private static List<String> kafka() {
        return List.of(
                "org.apache.kafka.clients.consumer.KafkaConsumer::poll",
                "org.apache.kafka.clients.consumer.KafkaConsumer::commitSync",
                "org.apache.kafka.clients.producer.KafkaProducer::send",
                "org.apache.kafka.clients.producer.KafkaProducer::flush",
                "::@org.springframework.kafka.annotation.KafkaListener");
    }

    private static List<String> grpc() {
        return List.of(
                "io.grpc.ServerCall$Listener+::onMessage",
                "io.grpc.ServerCall$Listener+::onHalfClose",
                "io.grpc.stub.ClientCalls::blockingUnaryCall");
    }

    private static List<String> executors() {
        return List.of(
                "java.util.concurrent.FutureTask::run*",
                "java.util.concurrent.CompletableFuture$AsyncRun::run",
                "java.util.concurrent.CompletableFuture$AsyncSupply::run");
    }
}
