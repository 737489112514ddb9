package dev.icp.formats.internal.format.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.internal.base.IoFailures;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of text as JSON Lines. */
final class TextLines implements TextRows {
  private static final int BUFFER = 1 << 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  @Override
  public String ending() {
    return ".jsonl";
  }

  @Override
  public void require() {}

  /** Writes a row as one line, always in the same way. */
  private static void writeLine(TextRow row, OutputStream out) throws IOException {
    put(out, "{\"text\": \"");
    out.write(JsonStringEncoder.getInstance().quoteAsUTF8(row.text()));
    put(out, "\", \"document_starts\": " + Arrays.toString(row.starts()));
    put(out, ", \"document_ends\": " + Arrays.toString(row.ends()) + "}\n");
  }

  private static void put(OutputStream out, String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public Writer write(OutputStream out) {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER);
    return new Writer() {
      @Override
      public void write(TextRow row) throws IOException {
        writeLine(row, buffered);
      }

      @Override
      public void close() throws IOException {
        buffered.flush();
      }
    };
  }

  @Override
  public Reader read(Path file) throws IOException {
    try {
      return new Lines(file);
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e), e);
    }
  }

  /** Lines of a file. */
  private static final class Lines implements Reader {
    private final Path file;
    private final InputStream in;
    private long number;

    Lines(Path file) throws IOException {
      this.file = file;
      in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    @Override
    public @Nullable TextRow next() throws IOException {
      byte[] line = line();
      if (line.length == 0) {
        return null;
      }
      TextRow row;
      try (JsonParser json = JSON.createParser(line)) {
        row = row(json);
      } catch (JsonProcessingException e) {
        throw bad("not JSON: " + JsonTree.reason(e));
      }
      // What a parser passes over, fields that stand twice, say, is something else to another one.
      ByteArrayOutputStream written = new ByteArrayOutputStream(line.length);
      writeLine(row, written);
      if (!Arrays.equals(line, written.toByteArray())) {
        throw bad("not the line that icp writes for a context");
      }
      return row;
    }

    /** Returns the next line with its end; empty after the last one. */
    private byte[] line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
      try {
        for (int b = in.read(); b >= 0; b = in.read()) {
          line.write(b);
          if (b == '\n') {
            break;
          }
        }
      } catch (IOException e) {
        throw new BadOutputException(file.toString(), IoFailures.reason(e), e);
      }
      number++;
      return line.toByteArray();
    }

    private TextRow row(JsonParser json) throws IOException {
      String text = null;
      int[] starts = null;
      int[] ends = null;
      require(json.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case TEXT -> text = json.getValueAsString();
          case STARTS -> starts = numbers(json, name);
          case ENDS -> ends = numbers(json, name);
          default -> json.skipChildren();
        }
      }
      if (text == null || starts == null || ends == null) {
        throw bad("\"text\", \"document_starts\" or \"document_ends\" is missing");
      }
      require(Utf8.loneSurrogate(text) < 0, "a lone surrogate, which has no UTF-8");
      return new TextRow(text, starts, ends);
    }

    private int[] numbers(JsonParser json, String name) throws IOException {
      IntArrayList numbers = new IntArrayList();
      require(json.currentToken() == JsonToken.START_ARRAY, "\"" + name + "\" is not an array");
      while (json.nextToken() != JsonToken.END_ARRAY) {
        require(
            json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT
                && json.getIntValue() >= 0,
            "\"" + name + "\" has something else than whole numbers");
        numbers.add(json.getIntValue());
      }
      return numbers.toIntArray();
    }

    private void require(boolean condition, String otherwise) throws BadOutputException {
      if (!condition) {
        throw bad(otherwise);
      }
    }

    private BadOutputException bad(String reason) {
      return new BadOutputException(file + ":" + number, reason);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
