package io.github.tidewatch.compat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A web application with Spring Boot, its Tomcat and its logback, on a free port that it prints. */
@SpringBootApplication
@RestController
public class Shop {
    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

    public static void main(String[] args) throws InterruptedException {
        try (ConfigurableApplicationContext context = SpringApplication.run(Shop.class, args)) {
            System.out.println("port "
                    + ((WebServerApplicationContext) context).getWebServer().getPort());
            context.getBean(Shop.class).awaitEnd();
        }
    }

    private final BlockingQueue<Object> connections = new LinkedBlockingQueue<>(List.of("first", "second"));
    private boolean ended;

    private synchronized void awaitEnd() throws InterruptedException {
        while (!ended) {
            wait();
        }
    }

    /** The sum of the numbers up to {@code n}. */
    @GetMapping("/sum")
    public int sum(@RequestParam("n") int n) {
        return IntStream.rangeClosed(1, n).sum();
    }

    /** Orders with one of two connections, for each of which it takes some time. */
    @GetMapping("/order")
    public String order() throws InterruptedException {
        Object connection = borrow();
        try {
            Thread.sleep(20);
        } finally {
            connections.add(connection);
        }
        return "ordered";
    }

    private Object borrow() throws InterruptedException {
        Object connection = connections.poll(30, TimeUnit.SECONDS);
        if (connection == null) {
            throw new IllegalStateException("no connection for 30 s");
        }
        return connection;
    }

    /** Logs a line of each level, and an exception. */
    @GetMapping("/log")
    public String log(@RequestParam("what") String what) {
        LOG.debug("debug {}", what);
        LOG.info("info {}", what);
        LOG.warn("warn {}", what);
        LOG.error("error {}", what, new IllegalStateException(what));
        return what;
    }

    @GetMapping("/end")
    public synchronized String end() {
        ended = true;
        notifyAll();
        return "ended";
    }
}
