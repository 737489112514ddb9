package dev.icp.settings;

/** A setting has a value that it does not take. The message names the setting and the value. */
public final class WrongSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final Setting<?> setting;
  private final String reason;

  /**
   * @param reason the value and what was expected, as in {@code 0, expected 1 or more}
   */
  public WrongSettingException(Setting<?> setting, String reason) {
    super(setting.name() + ": " + reason);
    this.setting = setting;
    this.reason = reason;
  }

  /** Returns the setting. */
  public Setting<?> setting() {
    return setting;
  }

  /** Returns the value and what was expected. */
  public String reason() {
    return reason;
  }
}
