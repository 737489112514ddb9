package dev.icp.formats.internal.files;

import java.io.Serializable;

/**
 * A complete file that does not have its name yet, and is left to another process.
 *
 * @param path its name to be, below the folder of the output, with {@code /}
 * @param temporary what it is called until then, in the same folder
 * @param bytes its size
 * @param sha256 in 64 hexadecimal digits
 */
public record WrittenFile(String path, String temporary, long bytes, String sha256)
    implements Serializable {}
