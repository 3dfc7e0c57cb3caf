import { expect } from "vitest";
import type { Login } from "../official-sdk-app.js";
import { API_DOMAINS, type DataCentre, endOfTokenFrom, pass } from "../scene.js";
import { ANN, type Flow, HOUR, rowOf } from "./flow.js";

/** Where a user's tokens are sent. */
export const dataCentres: readonly Flow[] = [staysIn("EU"), staysIn("IN")];

/**
 * The SDK follows the API domain of the stored token, whatever the app is set to. A store that
 * loses it sends the user's tokens to where they mean nothing, or somebody else.
 */
function staysIn(name: DataCentre): Flow {
  return {
    title: `a user of the ${name} data centre stays there, when the app is set to another one`,
    catches: ["LosesTheApiDomain", "LosesTheApiDomainOnTheWayOut", "LosesTheApiDomainById"],
    async play(scene) {
      const { app, zoho } = scene;
      const home = await scene.startDataCentre(name);
      const token = await app.start({ refreshToken: home.issueRefreshToken(ANN) }, home);
      expect(home.takeRequests()).toHaveLength(3);
      const id = token.getId() ?? "no id";
      const row = { ...rowOf(ANN, zoho, { apiDomain: API_DOMAINS[name] }), id };
      expect(await app.rows()).toEqual([row]);
      const logins: Login[] = [{ userName: ANN.name }, { id }];
      for (const login of logins) {
        await app.start(login, zoho);
        expect(await app.request()).toBe(ANN.email);
        pass(HOUR);
        await app.start(login, zoho);
        expect(await app.request()).toBe(ANN.email);
      }
      expect(home.takeRequests()).toEqual([
        ...["users access-1", "refresh refresh-1", "users access-2"],
        ...["users access-2", "refresh refresh-1", "users access-3"],
      ]);
      expect(zoho.takeRequests()).toEqual([]);
      const refreshed = { accessToken: "access-3", expiresIn: endOfTokenFrom(2 * HOUR) };
      expect(await app.rows()).toEqual([{ ...row, ...refreshed }]);
    },
  };
}
