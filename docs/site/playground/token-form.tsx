import { METHODS, type Method } from "../../../spec/harness.js";
import { FIELDS, type Field } from "../../../spec/token-fields.js";
import { givenTo } from "./call.js";
import type { Draft } from "./session.js";

/** What a field is filled with when it is switched on. */
const EXAMPLES: Readonly<Record<Field, string>> = {
  id: "a000000001",
  userName: "ann",
  clientId: "app",
  clientSecret: "app-secret",
  refreshToken: "refresh-ann",
  accessToken: "access-ann-1",
  grantToken: "grant-1",
  expiresIn: "4102444800000",
  redirectURL: "https://app.example/callback",
  apiDomain: "https://www.zohoapis.com",
};

interface FormProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onCall: () => void;

  /** Tells the forms of a page apart. */
  readonly name: string;
}

/** Lets the reader choose a method and fill in what it is given. */
export function TokenForm({ draft, onChange, onCall, name }: FormProps) {
  const given = givenTo(draft.method);
  return (
    <form
      class="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        onCall();
      }}
    >
      <label class="token-form-method">
        Method{" "}
        <select
          value={draft.method}
          onChange={({ currentTarget }) =>
            onChange({ ...draft, method: currentTarget.value as Method })
          }
        >
          {METHODS.map((method) => (
            <option key={method} value={method}>
              {method}
            </option>
          ))}
        </select>
      </label>
      {given === "token" && (
        <fieldset>
          <legend>Token: its ten fields</legend>
          {FIELDS.map((field) => (
            <FieldInput key={field} field={field} draft={draft} onChange={onChange} name={name} />
          ))}
        </fieldset>
      )}
      {given === "id" && (
        <label class="token-form-id">
          Id{" "}
          <input
            value={draft.id}
            onInput={({ currentTarget }) => onChange({ ...draft, id: currentTarget.value })}
            spellcheck={false}
            autocomplete="off"
          />
        </label>
      )}
      <button type="submit" class="primary">
        Call {draft.method}
      </button>
    </form>
  );
}

type FieldProps = Pick<FormProps, "draft" | "onChange" | "name"> & { readonly field: Field };

/** A field can be absent, and it can be there and empty: both are blank to a store. */
function FieldInput({ field, draft, onChange, name }: FieldProps) {
  const value = draft.token[field];
  const set = (value: string | undefined) => {
    const { [field]: _, ...others } = draft.token;
    onChange({ ...draft, token: value === undefined ? others : { ...others, [field]: value } });
  };
  return (
    <div class={value === undefined ? "field field-absent" : "field"}>
      <label>
        <input
          type="checkbox"
          checked={value !== undefined}
          onChange={({ currentTarget }) => set(currentTarget.checked ? EXAMPLES[field] : undefined)}
        />{" "}
        {field}
      </label>
      <input
        id={`${name}-${field}`}
        aria-label={`value of ${field}`}
        value={value ?? ""}
        placeholder="absent"
        onInput={({ currentTarget }) => set(currentTarget.value)}
        spellcheck={false}
        autocomplete="off"
      />
    </div>
  );
}
