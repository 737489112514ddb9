package dev.icp.formats.internal.output;

import dev.icp.PackedContext;
import dev.icp.PackingReport;
import dev.icp.spi.ContextWriter;
import java.io.IOException;

/** Adds up what contexts hold while another writer writes them. */
public final class DigestingWriter implements ContextWriter {
  private final ContextWriter writer;
  private final ContentsDigest contents;

  public DigestingWriter(ContextWriter writer, ContentsDigest contents) {
    this.writer = writer;
    this.contents = contents;
  }

  @Override
  public void require(Planned planned) {
    writer.require(planned);
  }

  @Override
  public boolean wantsTexts() {
    return writer.wantsTexts();
  }

  @Override
  public void begin(PackingReport report) throws IOException {
    writer.begin(report);
  }

  @Override
  public void write(PackedContext context) throws IOException {
    writer.write(context);
    contents.add(context);
  }

  @Override
  public void commit() throws IOException {
    writer.commit();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
