package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system calls of the command, native libraries included: no connection is ever asked for. */
class NoNetworkTest {
  @TempDir private Path folder;

  /** Asks for one, so that a trace that sees nothing is noticed. */
  static final class Caller {
    public static void main(String[] args) throws IOException {
      try (DatagramSocket socket = new DatagramSocket()) {
        InetAddress here = InetAddress.getLoopbackAddress();
        socket.connect(new InetSocketAddress(here, 9));
        socket.send(new DatagramPacket(new byte[1], 1));
      }
    }
  }

  @BeforeEach
  void needsATracer() throws Exception {
    boolean works;
    try {
      works =
          new ProcessBuilder("strace", "-o", folder.resolve("probe").toString(), "true")
                  .redirectErrorStream(true)
                  .redirectOutput(folder.resolve("said").toFile())
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      works = false;
    }
    assumeTrue(works, "no strace that works: connections are not counted");
  }

  @Test
  void theTraceSeesConnections() throws Exception {
    assertThat(connections(Caller.class)).hasSizeGreaterThan(0);
  }

  @Test
  void embedAndPackAskForNone() throws Exception {
    Path corpus =
        Cli.write(folder.resolve("c.jsonl"), "{\"text\": \"a\"}\n{\"text\": \"the license\"}\n");
    Path vectors = folder.resolve("v.npy");
    assertThat(connections(Main.class, "embed", corpus, "--model", EmbedTest.MODEL, "-o", vectors))
        .isEmpty();
    assertThat(vectors).isNotEmptyFile();
    Path output = folder.resolve("out");
    assertThat(
            connections(
                Main.class,
                "pack",
                corpus,
                "--model",
                EmbedTest.MODEL,
                "--tokenizer",
                EmbedTest.MODEL,
                "-o",
                output))
        .isEmpty();
    assertThat(output.resolve("contexts.jsonl")).isNotEmptyFile();
  }

  /** Returns the calls by which a program asked for connections to anything but local sockets. */
  private List<String> connections(Class<?> program, Object... arguments) throws Exception {
    Path trace = folder.resolve("trace");
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-e",
                "trace=connect,sendto,sendmsg,sendmmsg",
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path said = folder.resolve("said");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    assertThat(code).as("%s", Files.readString(said)).isZero();
    return Files.readAllLines(trace).stream().filter(call -> call.contains("AF_INET")).toList();
  }
}
