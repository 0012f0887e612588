package io.github.tidewatch.benchmarks.jvm;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Visits servers on this host by connections that are kept, each asking again as soon as it is answered. Takes on stdin
 * {@code PORT MILLIS CONNECTIONS}, and answers with how many requests were served in a second, the 99th percentile of
 * their times in microseconds, and how many they were.
 */
public final class HttpVisitors {
    private static final byte[] REQUEST =
            "GET /orders/1234 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "content-length: ";

    private HttpVisitors() {}

    public static void main(String[] args) throws Exception {
        Jvm.serve(line -> {
            String[] command = line.split(" ", -1);
            return visit(Integer.parseInt(command[0]), Integer.parseInt(command[1]), Integer.parseInt(command[2]));
        });
    }

    private static String visit(int port, int millis, int connections) throws InterruptedException {
        Visitor[] visitors = new Visitor[connections];
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            visitors[i] = new Visitor(port, begin + millis * 1_000_000L);
            visitors[i].start();
        }
        int served = 0;
        int[] all = new int[0];
        for (Visitor visitor : visitors) {
            visitor.join();
            if (visitor.failure != null) {
                throw new IllegalStateException(visitor.failure);
            }
            all = Arrays.copyOf(all, served + visitor.count);
            System.arraycopy(visitor.nanos, 0, all, served, visitor.count);
            served += visitor.count;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(all);
        return String.format(Locale.ROOT, "%.1f %.2f %d", served / seconds, all[served * 99 / 100] / 1e3, served);
    }

    private static final class Visitor extends Thread {
        private final int port;
        private final long end;
        private int[] nanos = new int[4096];
        private int count;
        private IOException failure;

        Visitor(int port, long end) {
            super("visitor");
            this.port = port;
            this.end = end;
        }

        @Override
        public void run() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
                long now = System.nanoTime();
                while (now < end) {
                    socket.getOutputStream().write(REQUEST);
                    readAnswer(in);
                    long then = System.nanoTime();
                    if (count == nanos.length) {
                        nanos = Arrays.copyOf(nanos, 2 * count);
                    }
                    nanos[count] = (int) (then - now);
                    count++;
                    now = then;
                }
            } catch (IOException e) {
                failure = e;
            }
        }

        private static void readAnswer(InputStream in) throws IOException {
            int length = -1;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith(LENGTH)) {
                    length = Integer.parseInt(lower.substring(LENGTH.length()));
                }
            }
            if (in.readNBytes(length).length != length) {
                throw new EOFException("the server closed the connection");
            }
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the server closed the connection");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }
}
