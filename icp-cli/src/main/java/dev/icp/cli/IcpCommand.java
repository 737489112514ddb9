package dev.icp.cli;

import dev.icp.internal.base.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code icp} itself, which only knows its commands. */
@Command(
    name = "icp",
    description = "Packs related documents into pretraining contexts.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = IcpCommand.Version.class,
    footer = {
      "",
      "icp COMMAND --help says what a command takes.",
      "Exit codes: 0 done, 1 bad or unreadable data or output that cannot be written, 2 bad usage."
    })
final class IcpCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Build.version(IcpCommand.class);
      return new String[] {
        "icp " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version()
      };
    }
  }
}
