/** MosaicML streaming datasets, version 2. */
@NullMarked
package dev.icp.formats.internal.format.mds;

import org.jspecify.annotations.NullMarked;
