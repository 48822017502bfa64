//! What this device remembers, in IndexedDB: it survives what clears cookies and local storage.
//!
//! One database, one store, one record. Every operation opens the database anew: browsers (iOS above all) may
//! close it behind a page that is in the background.

use doorstep_core::accounts::Vault;
use doorstep_core::event::StorageError;
use doorstep_protocol::json;
use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode,
};

const DATABASE: &str = "doorstep";
const VERSION: u32 = 1;
const STORE: &str = "vault";
const RECORD: &str = "vault";

/// Reads what is remembered; an empty vault if nothing is.
pub(super) async fn load() -> Result<Vault, StorageError> {
    let database = open().await?;
    let store = store(&database, IdbTransactionMode::Readonly)?.0;
    let record = settled(&store.get(&RECORD.into()).map_err(reason)?).await;
    database.close();
    match record?.as_string() {
        Some(text) => json::parse(&text).ok_or(StorageError::Unreadable),
        None => Ok(Vault::default()),
    }
}

/// Remembers this, and answers once it is written.
pub(super) async fn save(vault: &Vault) -> Result<(), StorageError> {
    let text = json::text(&vault.to_json());
    let database = open().await?;
    let (store, transaction) = store(&database, IdbTransactionMode::Readwrite)?;
    store.put_with_key(&text.into(), &RECORD.into()).map_err(reason)?;
    let written = finished(&transaction).await;
    database.close();
    written
}

async fn open() -> Result<IdbDatabase, StorageError> {
    let factory: IdbFactory =
        web_sys::window().and_then(|window| window.indexed_db().ok()?).ok_or(StorageError::Denied)?;
    let request = factory.open_with_u32(DATABASE, VERSION).map_err(reason)?;
    let create = {
        let request = request.clone();
        Closure::once(move || {
            let database = request.result().ok().and_then(|value| value.dyn_into::<IdbDatabase>().ok());
            if let Some(database) = database {
                // A store that cannot be made shows at the first transaction.
                database.create_object_store(STORE).ok();
            }
        })
    };
    request.set_onupgradeneeded(Some(create.as_ref().unchecked_ref()));
    let database: IdbDatabase = settled(&request).await?.dyn_into().map_err(reason)?;
    // Another tab with a newer version must not wait for this one.
    let close = {
        let database = database.clone();
        Closure::<dyn FnMut()>::new(move || database.close())
    };
    database.set_onversionchange(Some(close.into_js_value().unchecked_ref()));
    Ok(database)
}

fn store(
    database: &IdbDatabase,
    mode: IdbTransactionMode,
) -> Result<(IdbObjectStore, IdbTransaction), StorageError> {
    let transaction = database.transaction_with_str_and_mode(STORE, mode).map_err(reason)?;
    let store = transaction.object_store(STORE).map_err(reason)?;
    Ok((store, transaction))
}

/// Waits for a request.
async fn settled(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result().map_err(reason),
        Err(_) => Err(request.error().ok().flatten().map_or(StorageError::Broken, |error| kind(&error))),
    }
}

/// Waits for a transaction: only then is what was put really written.
async fn finished(transaction: &IdbTransaction) -> Result<(), StorageError> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(StorageError::Broken, |error| kind(&error))),
    }
}

fn reason(error: impl Into<JsValue>) -> StorageError {
    error.into().dyn_ref::<DomException>().map_or(StorageError::Broken, kind)
}

fn kind(error: &DomException) -> StorageError {
    match error.name().as_str() {
        "QuotaExceededError" => StorageError::Full,
        "SecurityError" | "InvalidStateError" | "UnknownError" | "NotAllowedError" => StorageError::Denied,
        _ => StorageError::Broken,
    }
}
